"""Setting a new password: by who knows the present one, or by a link in a mail (R29, R31).

These use cases open their own transactions: passwords are checked and hashed while no connection waits, and who forgot
theirs is not signed in anywhere.
"""

from dataclasses import dataclass
from uuid import UUID

from services.api.identity.accounts import repository as accounts
from services.api.identity.accounts.errors import weak_password
from services.api.identity.accounts.models import User
from services.api.identity.dependencies import Identity
from services.api.identity.passwords import repository
from services.api.identity.passwords.domain import APART, LIFE, is_token, new_token, seal_context
from services.api.identity.passwords.errors import CurrentPasswordWrong, ResetLinkUnknown
from services.api.identity.passwords.schemas import PasswordChange, ResetConfirmation
from services.api.identity.sessions import signing
from services.api.identity.sessions.domain import Caller
from services.api.identity.sessions.errors import PersonNeeded, SigningBusy, WrongCredentials
from services.api.identity.sessions.overview import own_families
from services.api.identity.sessions.repository import end_sessions
from services.contracts.envelope import Subject
from services.contracts.events.identity import PasswordChanged, PasswordResetRequested
from services.kit.actor import Actor
from services.kit.clock import now
from services.kit.correlation import correlation_id
from services.kit.passwords import HashingBusy
from services.kit.problems import Unauthenticated
from services.kit.seal import digest
from services.kit.weak_passwords import weakness
from services.kit.work import Work


@dataclass(frozen=True, slots=True)
class Place:
    """The workspace in whose name a person is written to, and their role there; none where they have left it."""

    workspace_id: UUID
    role: str | None

    @property
    def has_left(self) -> bool:
        """Whether the notifier does not know them any more."""
        return self.role is None


async def change_password(
    identity: Identity, actor: Actor, *, wanted: PasswordChange, refresh_token: str | None, caller: Caller
) -> None:
    """Replace one's own password; every other session ends at once, and every access token.

    Raises:
        PersonNeeded: the caller is an API key.
        CurrentPasswordWrong: the present password is another.
        TooManyAttempts: it was guessed too often.
        Invalid: the new one is too easy to guess.
    """
    if actor.kind != "user" or actor.user_id is None:
        raise PersonNeeded
    place = await accounts.me(identity.database.reader, actor)
    if place is None:
        raise Unauthenticated
    try:
        known, _ = await signing.checked(identity, place.user.email, wanted.current_password, caller=caller)
    except WrongCredentials:
        raise CurrentPasswordWrong from None
    new_hash = await _hash(identity, wanted.password, place.user.email, place.user.name)
    async with identity.database.work(actor, correlation_id=correlation_id()) as work:
        user = await repository.unscoped_user(work, actor.user_id)
        if user.password_hash != known.password_hash:
            raise CurrentPasswordWrong
        kept = await own_families(work, refresh_token, user.id)
        await _replace(work, user, new_hash, but=kept)
        _say_changed(work, user, "changed")


async def request_reset(identity: Identity, email: str) -> None:
    """Mail a link to the account of an address; nothing happens where there is none, or a mail is on its way."""
    known = await accounts.unscoped_credentials(identity.database.reader, email)
    place = await _place(identity, known.user_id, known.last_workspace_id) if known else None
    if known is None or place is None:
        return
    token, at = new_token(), now()
    person = _person(known.user_id, known.name, place)
    async with identity.database.work(person, correlation_id=correlation_id()) as work:
        is_new = await repository.unscoped_put_link(
            work, known.user_id, token_hash=digest(token), at=at, expires_at=at + LIFE, unless_since=at - APART
        )
        if is_new:
            sealed = identity.mail_sealer.seal(token, context=seal_context(known.user_id))
            requested = PasswordResetRequested(
                user_id=known.user_id,
                expires_at=at + LIFE,
                sealed_token=sealed,
                name=known.name if place.has_left else "",
                email=known.email if place.has_left else "",
            )
            work.record(requested, subject=Subject(kind="user", id=known.user_id), sequence=1)


async def confirm_reset(identity: Identity, *, wanted: ResetConfirmation) -> None:
    """Set a new password by the link in the mail; every session of the person ends.

    Raises:
        ResetLinkUnknown: it works no more, or never did.
        Invalid: the password is too easy to guess.
    """
    token_hash = digest(wanted.token)
    owner = await repository.unscoped_owner_of_link(identity.database.reader, token_hash, now())
    place = await _place(identity, owner[0], None) if owner else None
    if owner is None or place is None or not is_token(wanted.token):
        raise ResetLinkUnknown
    user_id, email, name = owner
    new_hash = await _hash(identity, wanted.password, email, name)
    async with identity.database.work(_person(user_id, name, place), correlation_id=correlation_id()) as work:
        if not await repository.unscoped_use_link(work, token_hash, now()):
            raise ResetLinkUnknown
        user = await repository.unscoped_user(work, user_id)
        await _replace(work, user, new_hash, but=[])
        _say_changed(work, user, "reset")
    await signing.forget_failures(identity, email)


async def _hash(identity: Identity, password: str, email: str, name: str) -> str:
    flaw = weakness(password, personal=(email, name))
    if flaw is not None:
        raise weak_password(flaw)
    try:
        return await identity.passwords.hash(password)
    except HashingBusy:
        raise SigningBusy from None


async def _replace(work: Work, user: User, new_hash: str, *, but: list[UUID]) -> None:
    user.password_hash = new_hash
    await repository.unscoped_drop_link(work, user.id)
    await work.session.flush()
    await end_sessions(work, user.id, but, but=True)


async def _place(identity: Identity, user_id: UUID, last: UUID | None) -> Place | None:
    """The workspace in whose name the person is written to: the one used last, else the first, else the one left."""
    reader = identity.database.reader
    places = await accounts.unscoped_memberships(reader, user_id)
    if places:
        used = next((place for place in places if place.workspace_id == last), places[0])
        return Place(used.workspace_id, used.role)
    left = await accounts.unscoped_left_last(reader, user_id)
    return Place(left, None) if left else None


def _person(user_id: UUID, name: str, place: Place) -> Actor:
    return Actor(workspace_id=place.workspace_id, kind="user", name=name, user_id=user_id, role=place.role)


def _say_changed(work: Work, user: User, how: str) -> None:
    changed = PasswordChanged.model_validate({"user_id": user.id, "how": how})
    work.record(changed, subject=Subject(kind="user", id=user.id), sequence=1)
