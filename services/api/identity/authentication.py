"""From a bearer token to an actor, without asking PostgreSQL each time.

A verified token and its actor are remembered for at most 5 seconds and forgotten at once when PostgreSQL says that the
person changed (NOTIFY `rapport_actor`), so a removed role or a revoked key ends within moments in every worker.
"""

import asyncio
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from sqlalchemy.exc import SQLAlchemyError

from services.api.identity.api_keys.domain import PREFIX, is_live, permissions_of_key
from services.api.identity.api_keys.domain import workspace_of as workspace_of_key
from services.api.identity.api_keys.repository import UNSCOPED_HOLDER, unscoped_note_use
from services.api.identity.members.private_projects import UNSCOPED_ACTOR
from services.api.identity.policy import permissions_of, sees_all
from services.kit.actor import Actor, system_actor
from services.kit.clock import now
from services.kit.correlation import correlation_id
from services.kit.database import Database
from services.kit.problems import Unauthenticated
from services.kit.seal import digest
from services.kit.telemetry import logger
from services.kit.tokens import InvalidToken, Tokens

REMEMBERED_SECONDS = 5.0
REMEMBERED_TOKENS = 10_000
USE_WRITTEN_EVERY = timedelta(minutes=1)

log = logger(__name__)


@dataclass(frozen=True, slots=True)
class Remembered:
    """An actor, and until when it may be believed (on the event loop's clock)."""

    actor: Actor
    until: float


class Authenticator:
    """Verifies bearer tokens for one worker."""

    def __init__(self, database: Database, tokens: Tokens) -> None:
        self._database, self._tokens = database, tokens
        self._remembered: dict[str, Remembered] = {}
        self._generation = 0
        self._noted: dict[UUID, float] = {}
        self._writing: set[asyncio.Task[None]] = set()

    async def authenticate(self, bearer: str) -> Actor:
        """The actor of an access token or API key.

        Raises:
            Unauthenticated: it is malformed, expired or revoked, or its owner is no member any more.
        """
        clock = asyncio.get_running_loop().time()
        known = self._remembered.get(bearer)
        if known is None or known.until <= clock:
            generation = self._generation
            actor, seconds = await (self._of_key(bearer) if bearer.startswith(PREFIX) else self._of_token(bearer))
            known = Remembered(actor, clock + min(seconds, REMEMBERED_SECONDS))
            # What was read before a change was announced must not outlive the announcement.
            if generation == self._generation:
                self._remember(bearer, known)
        if known.actor.api_key_id is not None:
            self._note_use(known.actor, known.actor.api_key_id, clock)
        return known.actor

    def forget(self, about: str) -> None:
        """Ask PostgreSQL again about `<workspace>:<user>`; what is left empty there means every one, '' everybody."""
        self._generation += 1
        workspace, _, user = about.partition(":")
        for bearer, known in list(self._remembered.items()):
            if user in {"", str(known.actor.user_id)} and workspace in {"", str(known.actor.workspace_id)}:
                del self._remembered[bearer]

    async def _of_token(self, token: str) -> tuple[Actor, float]:
        try:
            claims = self._tokens.verify_access(token)
        except InvalidToken:
            raise Unauthenticated from None
        rows = await self._database.reader.rows(UNSCOPED_ACTOR, claims.workspace_id, user_id=claims.user_id)
        if not rows or rows[0]["token_version"] != claims.token_version:
            raise Unauthenticated
        row = rows[0]
        actor = Actor(
            workspace_id=claims.workspace_id,
            kind="user",
            name=row["name"],
            user_id=claims.user_id,
            role=row["role"],
            permissions=permissions_of(row["role"]),
            sees_all=sees_all(row["role"]),
            private_project_ids=tuple(row["private_projects"]),
        )
        return actor, (claims.expires_at - now()).total_seconds()

    async def _of_key(self, key: str) -> tuple[Actor, float]:
        workspace_id = workspace_of_key(key)
        if workspace_id is None:
            raise Unauthenticated
        rows = await self._database.reader.rows(UNSCOPED_HOLDER, workspace_id, key_hash=digest(key))
        at = now()
        if not rows or not is_live(revoked_at=rows[0]["revoked_at"], expires_at=rows[0]["expires_at"], at=at):
            raise Unauthenticated
        row = rows[0]
        actor = Actor(
            workspace_id=workspace_id,
            kind="api_key",
            name=row["name"],
            user_id=row["created_by"],
            api_key_id=row["id"],
            role=row["role"],
            permissions=permissions_of_key(row["scopes"], row["role"]),
            sees_all=sees_all(row["role"]),
            private_project_ids=tuple(row["private_projects"]),
        )
        expires_at = row["expires_at"]
        return actor, (expires_at - at).total_seconds() if expires_at else REMEMBERED_SECONDS

    def _remember(self, bearer: str, known: Remembered) -> None:
        if len(self._remembered) >= REMEMBERED_TOKENS:
            self._remembered.clear()
        self._remembered[bearer] = known

    def _note_use(self, actor: Actor, key_id: UUID, clock: float) -> None:
        """Write that a key was used, in the background and at most once a minute, so no request waits for it."""
        if clock - self._noted.get(key_id, -USE_WRITTEN_EVERY.total_seconds()) < USE_WRITTEN_EVERY.total_seconds():
            return
        if len(self._noted) >= REMEMBERED_TOKENS:
            self._noted.clear()
        self._noted[key_id] = clock
        task = asyncio.create_task(self._write_use(actor.workspace_id, key_id))
        self._writing.add(task)
        task.add_done_callback(self._writing.discard)

    async def _write_use(self, workspace_id: UUID, key_id: UUID) -> None:
        at = now()
        try:
            async with self._database.work(system_actor(workspace_id), correlation_id=correlation_id()) as work:
                await unscoped_note_use(work, key_id, at=at, unless_since=at - USE_WRITTEN_EVERY)
        except (SQLAlchemyError, OSError) as error:
            log.warning("use of an API key was not written", error=repr(error))
