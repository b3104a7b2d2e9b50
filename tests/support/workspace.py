"""Workspaces with people in them, and clients that act for these people over HTTP."""

from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from fastapi import FastAPI
from httpx2 import ASGITransport, AsyncClient, Response

from services.api.identity.accounts.models import User, Workspace
from services.api.identity.members.models import Member
from services.api.wiring import Parts
from services.kit.actor import system_actor
from services.kit.ids import new_id

BASE = "/api/v1"


@dataclass(frozen=True)
class Person:
    """A member, and the client that acts for them."""

    user_id: UUID
    email: str
    role: str
    client: AsyncClient


@dataclass
class TestWorkspace:
    """One workspace; `owner` is always there, others join with `join`."""

    __test__ = False

    id: UUID
    owner: Person
    parts: Parts
    _makers: "Workspaces"
    people: list[Person] = field(default_factory=list)

    @property
    def client(self) -> AsyncClient:
        """The owner's client."""
        return self.owner.client

    async def join(self, role: str) -> Person:
        """Another member."""
        person = await self._makers.person(self.id, role)
        self.people.append(person)
        return person

    async def create(self, path: str, **body: Any) -> dict[str, Any]:
        """POST as the owner; the created object."""
        response: Response = await self.client.post(f"{BASE}{path}", json=body)
        assert response.status_code in {200, 201, 202}, response.text
        created: dict[str, Any] = response.json()
        return created


class Workspaces:
    """Makes workspaces directly in the database: quicker than signing up, which has tests of its own."""

    def __init__(self, app: FastAPI) -> None:
        self._app = app
        self._parts: Parts = app.state.parts
        self._clients: list[AsyncClient] = []

    async def make(self, *, role: str = "owner") -> TestWorkspace:
        """A fresh workspace with one person in it."""
        workspace_id, founder = new_id(), new_id()
        actor = system_actor(workspace_id)
        async with self._parts.database.work(actor, correlation_id=f"test-{workspace_id}") as work:
            work.session.add(_user(founder, role))
            await work.session.flush()
            work.session.add(Workspace(id=workspace_id, name="Lindqvist Consulting", created_by=founder))
            await work.session.flush()
            work.session.add(Member(workspace_id=workspace_id, user_id=founder, role=role))
        owner = Person(founder, _address(founder, role), role, self._client(workspace_id, founder))
        return TestWorkspace(workspace_id, owner, self._parts, self, [owner])

    async def person(self, workspace_id: UUID, role: str) -> Person:
        """Another member of a workspace."""
        user_id = new_id()
        async with self._parts.database.work(system_actor(workspace_id), correlation_id=f"test-{user_id}") as work:
            work.session.add(_user(user_id, role))
            await work.session.flush()
            work.session.add(Member(workspace_id=workspace_id, user_id=user_id, role=role))
        return Person(user_id, _address(user_id, role), role, self._client(workspace_id, user_id))

    def anonymous(self) -> AsyncClient:
        """A client that is not signed in."""
        return self._open({})

    def bearing(self, token: str) -> AsyncClient:
        """A client with a token or key of the test's own."""
        return self._open({"Authorization": f"Bearer {token}"})

    async def close(self) -> None:
        """Close every client."""
        for client in self._clients:
            await client.aclose()

    def _client(self, workspace_id: UUID, user_id: UUID) -> AsyncClient:
        token = self._parts.tokens.sign_access(user_id=user_id, workspace_id=workspace_id, token_version=1)
        return self.bearing(token)

    def _open(self, headers: dict[str, str]) -> AsyncClient:
        transport = ASGITransport(app=self._app, raise_app_exceptions=False)
        client = AsyncClient(transport=transport, base_url="http://127.0.0.1:8000", headers=headers)
        self._clients.append(client)
        return client


def _address(user_id: UUID, role: str) -> str:
    return f"{role}-{user_id.hex[-12:]}@lindqvist.example"


def _user(user_id: UUID, role: str) -> User:
    return User(id=user_id, email=_address(user_id, role), name=f"The {role}", password_hash="unusable")
