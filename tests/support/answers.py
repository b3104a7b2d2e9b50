"""Answered surveys, recorded without a provider."""

from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from services.api.feedback.responses.domain import Scale, Submission
from services.api.feedback.responses.recording import RecordedResponse, record_response
from services.kit.actor import Actor
from services.kit.ids import new_id
from tests.support.workspace import BASE, TestWorkspace

SUBMITTED_AT = datetime(2026, 11, 20, 8, 15, tzinfo=UTC)


async def answer(workspace: TestWorkspace, **changes: Any) -> RecordedResponse:
    """Record an answer as a source would; NPS 3 with a comment unless `changes` say otherwise."""
    values = {
        "provider": "generic",
        "external_id": new_id().hex,
        "survey_name": "Project pulse",
        "metric": "nps",
        "score": 3,
        "scale": Scale(0, 10),
        "comment": "We heard of the delay from the site, not from you.",
        "answers": [("How likely are you to recommend us?", "3"), ("Why?", "We heard of the delay from the site.")],
        "respondent_address": "petri.aho@northwind.example",
        "respondent_name": "Petri Aho",
        "submitted_at": SUBMITTED_AT,
        **changes,
    }
    source = Actor(workspace_id=workspace.id, kind="source", name="Pulse", sees_all=True)
    async with workspace.parts.database.work(source, correlation_id="tests-answers") as work:
        return await record_response(work, submission=Submission(**values))


async def source_of(workspace: TestWorkspace) -> UUID:
    """A source that answers can come from."""
    return UUID((await workspace.create("/inbound-sources", kind="email", provider="raw"))["id"])


async def read(workspace: TestWorkspace, path: str, **query: Any) -> dict[str, Any]:
    """GET as the owner."""
    response = await workspace.client.get(f"{BASE}{path}", params=query)
    assert response.status_code == 200, response.text
    found: dict[str, Any] = response.json()
    return found
