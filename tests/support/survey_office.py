"""Answering a workspace's surveys as a provider tells it, and having that read."""

import base64
import hashlib
import hmac
import json
from dataclasses import dataclass
from typing import Any

from httpx2 import AsyncClient, Response
from sqlalchemy import select

from services.api.timeline.event_models import Event
from services.api.worker.inbound import InboundReader
from services.kit.actor import system_actor
from services.kit.clock import now
from services.kit.database import Database
from services.kit.ids import new_id
from tests.support.answers import read
from tests.support.files import keeper_of
from tests.support.workspace import TestWorkspace, Workspaces


@dataclass(frozen=True)
class SurveyOffice:
    """A source of one workspace, and the reader that a worker would run."""

    workspace: TestWorkspace
    source: dict[str, Any]
    secret: str
    reader: InboundReader
    provider: AsyncClient

    @classmethod
    async def open(
        cls,
        workspaces: Workspaces,
        worker_database: Database,
        *,
        provider: str = "generic",
        secret: str | None = None,
        workspace: TestWorkspace | None = None,
        **settings: Any,
    ) -> "SurveyOffice":
        """Make a source in a workspace; in one of its own where none is given."""
        workspace = workspace or await workspaces.make()
        wanted = {"kind": "survey", "provider": provider, "settings": settings} | ({"secret": secret} if secret else {})
        source = await workspace.create("/inbound-sources", **wanted)
        reader = InboundReader(worker_database, workspace.parts.sealer, keeper_of(workspace.parts, worker_database))
        return cls(workspace, source, source["secret"], reader, workspaces.anonymous())

    async def post(self, body: bytes, headers: dict[str, str] | None = None) -> Response:
        """Post a body; signed rightly unless headers are given."""
        proof = headers if headers is not None else self.sign(body)
        return await self.provider.post(self.source["url"], content=body, headers=proof)

    async def tell(self, **data: Any) -> dict[str, Any]:
        """Post one generic answer, NPS 3 of Petri Aho unless `data` says otherwise; what became of it."""
        values = {
            "external_id": new_id().hex,
            "survey": {"name": "Project pulse"},
            "metric": "nps",
            "score": 3,
            "comment": "We heard of the delay from the site, not from you.",
            "respondent": {"email": "petri.aho@northwind.example", "name": "Petri Aho"},
            "submitted_at": "2026-11-20T08:15:00Z",
            **data,
        }
        return await self.deliver(json.dumps({"type": "survey_response", "data": values}).encode())

    async def deliver(self, body: bytes) -> dict[str, Any]:
        """Post a body and have it read; what became of it."""
        answer = await self.post(body)
        assert answer.status_code in {200, 202}, answer.text
        await self.reader.drain()
        return await self.read(f"/inbound-messages/{answer.json()['id']}")

    async def response(self) -> dict[str, Any]:
        """The only response that the workspace has."""
        (found,) = (await self.read("/survey-responses"))["items"]
        return await self.read(f"/survey-responses/{found['id']}")

    async def read(self, path: str, **query: Any) -> dict[str, Any]:
        """GET as the owner."""
        return await read(self.workspace, path, **query)

    async def said(self, event_type: str) -> list[Event]:
        """Every event of a type that the workspace recorded, the oldest first."""
        of_type = select(Event).where(Event.workspace_id == self.workspace.id, Event.type == event_type)
        actor = system_actor(self.workspace.id)
        async with self.workspace.parts.database.work(actor, correlation_id="survey-office") as work:
            return list((await work.session.execute(of_type.order_by(Event.id))).scalars())

    def sign(self, body: bytes, *, message_id: str | None = None, seconds_ago: int = 0) -> dict[str, str]:
        """The headers that the source's provider would send."""
        if self.source["provider"] == "typeform":
            digest = hmac.new(self.secret.encode(), body, hashlib.sha256).digest()
            return {"Typeform-Signature": f"sha256={base64.b64encode(digest).decode()}"}
        named, at = message_id or f"msg_{new_id().hex}", int(now().timestamp()) - seconds_ago
        key = base64.b64decode(self.secret.removeprefix("whsec_"))
        digest = hmac.new(key, f"{named}.{at}.".encode() + body, hashlib.sha256).digest()
        signature = f"v1,{base64.b64encode(digest).decode()}"
        return {"webhook-id": named, "webhook-timestamp": str(at), "webhook-signature": signature}
