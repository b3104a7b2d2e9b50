"""People and programs that call the API in tests, each with a client of their own."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

import httpx2
from fastapi import FastAPI
from sqlalchemy import select

from services.api.identity.accounts.models import User
from services.api.identity.accounts.service import found_workspace, founder_of
from services.api.identity.api_keys.schemas import ApiKeyCreate
from services.api.identity.api_keys.service import create_api_key
from services.api.identity.members.models import Member
from services.api.identity.members.service import joined
from services.api.identity.policy import SCOPES
from services.api.timeline.event_models import Event
from services.api.wiring import Parts
from services.kit.actor import Actor, system_actor
from services.kit.ids import new_id
from tests.support.operations import operations

BASE_URL = "http://127.0.0.1:8000/api/v1"
PASSWORD = "a-plain-test-passphrase"
CORRELATION = "tests-people"


@dataclass(frozen=True)
class Person:
    """A caller in one workspace; `client` sends their bearer token."""

    client: httpx2.AsyncClient
    workspace_id: UUID
    user_id: UUID
    email: str
    token: str
    role: str

    async def post(self, path: str, body: Any, expected: int = 201) -> dict[str, Any]:
        """Send a body that is expected to be taken; returns the answer."""
        answer = await self.client.post(path, json=body)
        assert answer.status_code == expected, (path, answer.status_code, answer.text)
        read: dict[str, Any] = answer.json()
        return read

    async def get(self, path: str, **query: Any) -> dict[str, Any]:
        """Read something that is expected to be there."""
        answer = await self.client.get(path, params=query)
        assert answer.status_code == 200, (path, answer.status_code, answer.text)
        read: dict[str, Any] = answer.json()
        return read


class People:
    """Makes people quickly: rows through the services and tokens signed here, so no password is hashed."""

    def __init__(self, app: FastAPI) -> None:
        self._app = app
        self.parts: Parts = app.state.parts
        self.routes = {str(operation) for operation in operations(app)}

    def client(self, token: str | None = None, **headers: str) -> httpx2.AsyncClient:
        """A client of the application, signed in where a token is given."""
        bearer = {"Authorization": f"Bearer {token}"} if token else {}
        transport = httpx2.ASGITransport(app=self._app, raise_app_exceptions=False)
        return httpx2.AsyncClient(transport=transport, base_url=BASE_URL, headers={**bearer, **headers}, timeout=30)

    async def sign_up(self, client: httpx2.AsyncClient | None = None, **changes: Any) -> httpx2.Response:
        """Register over HTTP."""
        body = {
            "email": f"{new_id().hex}@people.example",
            "password": PASSWORD,
            "name": "Anna Berg",
            "workspace_name": "Berg Consulting",
        }
        return await (client or self.client()).post("/auth/register", json={**body, **changes})

    async def signed_up(self, **changes: Any) -> tuple[Person, str]:
        """Somebody who registered with PASSWORD, and the cookies that their browser holds then."""
        answer = await self.sign_up(**changes)
        assert answer.status_code == 201, answer.text
        read = answer.json()
        cookies = "; ".join(cookie.partition(";")[0] for cookie in answer.headers.get_list("set-cookie"))
        user, token = read["user"], read["access_token"]
        workspace_id = UUID(read["workspace"]["id"])
        person = Person(self.client(token), workspace_id, UUID(user["id"]), user["email"], token, "owner")
        return person, cookies

    async def owner(self, workspace_name: str = "Berg Consulting") -> Person:
        """The owner of a workspace of their own."""
        user = _stranger("Olive Owner")
        async with self.parts.database.work(
            founder_of(new_id(), user.id, user.name), correlation_id=CORRELATION
        ) as work:
            membership = await found_workspace(work, user=user, workspace_name=workspace_name)
        return self._person(user, membership.workspace.id, "owner")

    async def member(self, workspace_id: UUID, role: str = "member") -> Person:
        """Somebody new in a workspace."""
        user = _stranger(f"{role.title()} Person")
        member = Member(workspace_id=workspace_id, user_id=user.id, role=role)
        async with self.parts.database.work(system_actor(workspace_id), correlation_id=CORRELATION) as work:
            for row in (user, member):
                work.session.add(row)
                await work.session.flush()
            joined(work, user=user, member=member)
        return self._person(user, workspace_id, role)

    async def said(self, workspace_id: UUID, event_type: str) -> list[dict[str, Any]]:
        """`data` of every event of a type that a workspace recorded, the oldest first."""
        statement = select(Event.data).where(Event.workspace_id == workspace_id, Event.type == event_type)
        async with self.parts.database.work(system_actor(workspace_id), correlation_id=CORRELATION) as work:
            return list((await work.session.execute(statement.order_by(Event.id))).scalars())

    async def admit(self, user_id: UUID, workspace_id: UUID, role: str) -> None:
        """Make somebody who has an account a member of one more workspace."""
        async with self.parts.database.work(system_actor(workspace_id), correlation_id=CORRELATION) as work:
            work.session.add(Member(workspace_id=workspace_id, user_id=user_id, role=role))

    async def program(self, person: Person, scopes: list[str]) -> Person:
        """A program with an API key of `person` that carries `scopes`."""
        actor = Actor(
            workspace_id=person.workspace_id,
            kind="user",
            name=person.email,
            user_id=person.user_id,
            role=person.role,
            permissions=SCOPES,
        )
        async with self.parts.database.work(actor, correlation_id=CORRELATION) as work:
            _, key = await create_api_key(work, wanted=ApiKeyCreate(name="A program", scopes=scopes))
        return Person(self.client(key), person.workspace_id, person.user_id, person.email, key, person.role)

    def _person(self, user: User, workspace_id: UUID, role: str) -> Person:
        token = self.parts.tokens.sign_access(
            user_id=user.id, workspace_id=workspace_id, token_version=user.token_version
        )
        return Person(self.client(token), workspace_id, user.id, user.email, token, role)


def _stranger(name: str) -> User:
    user_id = new_id()
    return User(id=user_id, email=f"{user_id.hex}@people.example", name=name, password_hash="no password fits this")
