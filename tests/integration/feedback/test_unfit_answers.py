"""Answers with dates, scores and texts that cannot be: told at once and by name, never cut, never in a log."""

import io
import json
from collections.abc import Iterator
from typing import Any

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from services.api.integrations.messages.claims import Claim
from services.api.worker import inbound
from services.kit.actor import system_actor
from services.kit.clock import now
from services.kit.database import Database
from services.kit.telemetry import logger
from tests.integration.feedback.test_survey_webhooks import TYPEFORM
from tests.support.logged import logged
from tests.support.survey_office import SurveyOffice
from tests.support.workspace import BASE, Workspaces

FAR = ("0001-01-01T00:00:00+10:00", "9999-12-31T23:59:59-10:00", "0001-01-01T00:00:00Z", "9999-12-31T23:59:59Z")
PRIVATE = "petri.aho@northwind.example was let down"
REFUSED_ROWS = (
    # By the driver, which quotes the value; for its form; and by PostgreSQL, which quotes the row.
    ("SELECT CAST(:words AS timestamptz)", {"words": PRIVATE}),
    ("INSERT INTO rapport.tags_of_nothing VALUES (:words)", {"words": PRIVATE}),
    ("INSERT INTO rapport.users (id, email) VALUES (gen_random_uuid(), :words)", {"words": PRIVATE}),
)


@pytest.fixture
async def office(workspaces: Workspaces, worker_database: Database) -> SurveyOffice:
    """A generic source of a fresh workspace."""
    return await SurveyOffice.open(workspaces, worker_database)


@pytest.fixture
async def form(workspaces: Workspaces, worker_database: Database) -> SurveyOffice:
    """A Typeform source of a fresh workspace."""
    return await SurveyOffice.open(workspaces, worker_database, provider="typeform", secret="a secret of the form")


@pytest.fixture
def log_text() -> Iterator[io.StringIO]:
    """What this process logs."""
    with logged() as stream:
        yield stream


def submission(**changes: Any) -> bytes:
    """What Typeform posts, with other values in its response."""
    return json.dumps({**TYPEFORM, "form_response": {**TYPEFORM["form_response"], **changes}}).encode()


@pytest.mark.parametrize("instant", [*FAR, "2026-11-20T08:15:00", 1700000000, "soon"])
async def test_a_date_that_cannot_be_fails_at_once_and_is_named(office: SurveyOffice, instant: Any) -> None:
    message = await office.tell(submitted_at=instant)

    assert message["status"] == "failed"
    assert message["reason"].startswith("data.submitted_at: ")
    assert (await office.read("/survey-responses"))["items"] == []


async def test_an_answer_from_the_future_keeps_its_date_and_heads_no_timeline_for_ever(
    office: SurveyOffice, form: SurveyOffice
) -> None:
    await office.tell(submitted_at="2199-12-31T23:59:59Z")
    await form.deliver(submission(submitted_at="2199-12-31T23:59:59Z"))
    for one in (office, form):
        response = await one.response()
        customer = await one.workspace.create("/customers", name="Kiln Works")
        moved = await one.workspace.client.patch(
            f"{BASE}/survey-responses/{response['id']}", json={"customer_id": customer["id"]}
        )
        (entry,) = (await one.read(f"/customers/{customer['id']}/timeline"))["items"]
        assert (moved.status_code, moved.json()["submitted_at"]) == (200, "2199-12-31T23:59:59Z")
        assert entry["occurred_at"] <= now().isoformat()


@pytest.mark.parametrize("instant", FAR)
async def test_a_date_of_typeform_that_cannot_be_counts_as_none(form: SurveyOffice, instant: str) -> None:
    before = now().isoformat()
    message = await form.deliver(submission(submitted_at=instant))

    assert message["status"] == "unmatched"
    assert before <= (await form.response())["submitted_at"].replace("Z", "+00:00")


@pytest.mark.parametrize("score", [True, False])
async def test_yes_and_no_are_no_scores(office: SurveyOffice, score: bool) -> None:
    message = await office.tell(score=score)

    assert (message["status"], message["reason"]) == ("failed", "data.score: must be a number.")


async def test_a_score_of_typeform_that_is_not_on_its_scale_is_refused(form: SurveyOffice) -> None:
    asked = {"id": "f1", "ref": "likely", "type": "opinion_scale"}
    message = await form.deliver(submission(answers=[{"type": "number", "number": 99, "field": asked}]))

    assert (message["status"], message["reason"]) == ("failed", "Its score 99 is not on the scale from 0 to 10.")


async def test_a_long_comment_is_kept_whole_and_one_that_is_too_long_is_refused(office: SurveyOffice) -> None:
    words = "We waited. " * 5_000
    kept = await office.tell(comment=words)
    refused = await office.tell(comment="w" * 200_001)

    assert kept["status"] == "unmatched"
    assert (await office.response())["comment"] == words.strip()
    (received,) = await office.said("survey_response.received")
    assert received.personal is not None
    assert received.personal["comment"] == words[:20_000]
    assert refused["status"] == "failed"
    assert refused["reason"] == "A text in it has 200,001 characters; at most 200,000 can be kept."


async def test_what_the_database_refuses_is_set_aside_at_once(
    office: SurveyOffice, monkeypatch: pytest.MonkeyPatch, log_text: io.StringIO
) -> None:
    async def store_what_cannot_be(database: Database, _sealer: object, _keeper: object, claim: Claim) -> None:
        async with database.work(system_actor(claim.workspace_id), correlation_id="tests-unfit") as work:
            await work.session.execute(text("SELECT CAST(:words AS timestamptz)"), {"words": PRIVATE})

    monkeypatch.setattr(inbound, "read_message", store_what_cannot_be)
    message = await office.tell()

    assert (message["status"], message["reason"]) == ("failed", "It holds a value outside what can be stored.")
    assert "inbound message interrupted" in log_text.getvalue()
    assert "petri" not in log_text.getvalue().lower()


@pytest.mark.requirement("R66")
@pytest.mark.parametrize(("statement", "values"), REFUSED_ROWS)
async def test_no_value_of_a_refused_statement_reaches_the_log(
    office: SurveyOffice, log_text: io.StringIO, statement: str, values: dict[str, Any]
) -> None:
    database = office.workspace.parts.database
    with pytest.raises(DBAPIError) as refused:
        async with database.work(system_actor(office.workspace.id), correlation_id="tests-unfit") as work:
            await work.session.execute(text(statement), values)

    logger("ours").warning("refused", error=repr(refused.value), reason=str(refused.value), exc_info=refused.value)

    assert "Traceback" in log_text.getvalue()
    assert "petri" not in log_text.getvalue().lower()
