"""Sending mail into a workspace as a provider does, and having it read."""

import hashlib
import hmac
from dataclasses import dataclass
from typing import Any

from httpx2 import AsyncClient, Response
from sqlalchemy import select

from services.api.timeline.event_models import Event
from services.api.worker.inbound import InboundReader
from services.kit.actor import system_actor
from services.kit.database import Database
from tests.support.files import keeper_of
from tests.support.workspace import BASE, TestWorkspace, Workspaces


@dataclass(frozen=True)
class PostOffice:
    """A `raw` source of one workspace, and the reader that a worker would run."""

    workspace: TestWorkspace
    source: dict[str, Any]
    reader: InboundReader
    provider: AsyncClient

    @classmethod
    async def open(
        cls,
        workspaces: Workspaces,
        worker_database: Database,
        *,
        workspace: TestWorkspace | None = None,
        provider: str = "raw",
        secret: str | None = None,
        **settings: Any,
    ) -> "PostOffice":
        """Make a source in a workspace; in one of its own where none is given."""
        workspace = workspace or await workspaces.make()
        given = {"kind": "email", "provider": provider, "secret": secret, "settings": settings}
        source = await workspace.create("/inbound-sources", **given)
        reader = InboundReader(worker_database, workspace.parts.sealer, keeper_of(workspace.parts, worker_database))
        return cls(workspace, source, reader, workspaces.anonymous())

    async def post(self, mail: bytes, *, signature: str | None = None) -> Response:
        """Post a mail; signed rightly unless a signature is given."""
        proof = signature if signature is not None else self.sign(mail)
        headers = {b"Content-Type": b"message/rfc822"} | ({b"X-Rapport-Signature": proof.encode()} if proof else {})
        return await self.provider.post(self.source["url"], content=mail, headers=headers)

    async def post_as_it_is(self, body: bytes, **headers: str) -> Response:
        """Post what a provider posts; header names with `_` for `-`."""
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        return await self.provider.post(self.source["url"], content=body, headers=named)

    async def deliver_as_it_is(self, body: bytes, **headers: str) -> dict[str, Any]:
        """Post what a provider posts and have it read; what became of it."""
        answer = await self.post_as_it_is(body, **headers)
        assert answer.status_code in {200, 202}, answer.text
        await self.reader.drain()
        return await self.message(answer.json()["id"])

    async def deliver(self, mail: bytes) -> dict[str, Any]:
        """Post a mail and have it read; what became of it."""
        answer = await self.post(mail)
        assert answer.status_code in {200, 202}, answer.text
        await self.reader.drain()
        return await self.message(answer.json()["id"])

    async def message(self, message_id: str) -> dict[str, Any]:
        """An inbound message as its people see it."""
        return await self.read(f"/inbound-messages/{message_id}")

    async def interaction(self, message: dict[str, Any]) -> dict[str, Any]:
        """The interaction of a message's only mail."""
        (interaction_id,) = message["interaction_ids"]
        return await self.read(f"/interactions/{interaction_id}")

    async def read(self, path: str, **query: Any) -> dict[str, Any]:
        """GET as the owner."""
        response = await self.workspace.client.get(f"{BASE}{path}", params=query)
        assert response.status_code == 200, response.text
        found: dict[str, Any] = response.json()
        return found

    async def said(self, event_type: str) -> list[Event]:
        """Every event of a type that the workspace recorded, the oldest first."""
        of_type = select(Event).where(Event.workspace_id == self.workspace.id, Event.type == event_type)
        actor = system_actor(self.workspace.id)
        async with self.workspace.parts.database.work(actor, correlation_id="post-office") as work:
            return list((await work.session.execute(of_type.order_by(Event.id))).scalars())

    async def known_customer(self, name: str = "Northwind Logistics", **fields: Any) -> dict[str, Any]:
        """A customer with Petri Aho as a contact."""
        customer = await self.workspace.create("/customers", name=name, **fields)
        contact = {"customer_id": customer["id"], "name": "Petri Aho", "emails": ["petri.aho@northwind.example"]}
        await self.workspace.create("/contacts", **contact)
        return customer

    def sign(self, mail: bytes) -> str:
        """The signature that the source expects."""
        return hmac.new(self.source["secret"].encode(), mail, hashlib.sha256).hexdigest()


def letter(
    *,
    sender: str = "Petri Aho <petri.aho@northwind.example>",
    to: str = "support@lindqvist.example",
    subject: str = "Late news on slips",
    message_id: str | None = "<1@northwind.example>",
    text: str = "We heard of the delay from the site, not from you.",
    **fields: str,
) -> bytes:
    """A plain mail; further header fields by name, with `_` for `-`."""
    head = {"From": sender, "To": to, "Subject": subject, "Date": "Fri, 20 Nov 2026 10:15:00 +0200"}
    head |= {"Message-ID": message_id} if message_id else {}
    head |= {name.replace("_", "-"): value for name, value in fields.items()}
    lines = [f"{name}: {value}" for name, value in head.items()]
    return "\r\n".join([*lines, "", text, ""]).encode()
