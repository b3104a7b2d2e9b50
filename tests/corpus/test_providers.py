"""Recorded requests of Postmark and Mailgun go in through the real address and come out as another reader read them."""

from collections.abc import AsyncIterator
from datetime import datetime
from email.utils import parseaddr
from typing import Any

import pytest
from fastapi import FastAPI

from services.api.main import create_app
from services.kit.database import Database
from services.kit.settings import Settings
from tests.corpus.fixtures import IS_THERE
from tests.corpus.provider_cases import ProviderCase, provider_cases
from tests.support.post_office import PostOffice
from tests.support.workspace import TestWorkspace, Workspaces

pytestmark = pytest.mark.skipif(not IS_THERE, reason="no recorded requests here; set RAPPORT_FIXTURES")

#: The requests were recorded years ago.
TOLERANCE_SECONDS = 3_000_000_000
KINDS = {
    "delivered": "delivery",
    "bounced": "bounce",
    "complained": "complaint",
    "opened": "open",
    "clicked": "click",
}

_ENCLOSED = "the reference takes the words of the enclosed mail for the words of the mail itself"
_RESERIALISED = "the reference writes the enclosed mail anew, one byte longer than it came"
_NAMELESS = "the reference loses files whose name is empty or dots only; we keep them under a name of our own"
WRONG_EXPECTATIONS: dict[tuple[str, str], str] = {
    ("mailgun__mailgun_inbound__attachments.meta", "text"): _ENCLOSED,
    ("mailgun__mailgun_inbound__attachments.meta", "html"): _ENCLOSED,
    ("mailgun__mailgun_inbound__attachments.meta", "attachments"): _RESERIALISED,
    ("postmark__postmark_inbound__attachments.meta", "attachments"): _RESERIALISED,
    ("mailgun__mailgun_inbound__filtered_attachment_filenames.meta", "attachments"): _NAMELESS,
}


@pytest.fixture(scope="module")
async def patient(settings: Settings, engines: object) -> AsyncIterator[FastAPI]:
    """An application that takes old signatures."""
    patience = {"webhook_tolerance_seconds": TOLERANCE_SECONDS}
    application = create_app(settings.model_copy(update=patience))
    async with application.router.lifespan_context(application):
        yield application


@pytest.fixture
async def makers(patient: FastAPI) -> AsyncIterator[Workspaces]:
    """Makes workspaces on it."""
    made = Workspaces(patient)
    yield made
    await made.close()


async def _posted(
    makers: Workspaces, worker_database: Database, workspace: TestWorkspace, case: ProviderCase
) -> tuple[PostOffice, Any]:
    office = await PostOffice.open(
        makers,
        worker_database,
        workspace=workspace,
        provider=case.provider,
        secret=case.secret,
        basic_auth=case.basic_auth,
    )
    headers = {name.replace("-", "_"): value for name, value in case.headers.items()}
    return office, await office.post_as_it_is(case.body(), **headers)


async def test_each_is_accepted_or_refused_and_read_as_the_reference_does(
    makers: Workspaces, worker_database: Database, tally: dict[str, int]
) -> None:
    workspace = await makers.make()
    cases, differing, compared = provider_cases("postmark", "mailgun"), {}, 0
    for case in cases:
        office, answer = await _posted(makers, worker_database, workspace, case)
        await office.reader.drain()
        if (answer.status_code in {200, 202}) != case.meta["accepted_by_reference"]:
            differing[case.name, "accepted"] = (case.meta["accepted_by_reference"], answer.status_code)
        elif answer.status_code == 202:
            message = await office.message(answer.json()["id"])
            for name, wanted, got in await _pairs(office, message, case.told):
                compared += 1
                if wanted != got:
                    differing[case.name, name] = (wanted, got)
    tally["requests of Postmark and Mailgun"] = len(cases)
    tally["fields of them compared"] = compared

    assert len(cases) >= 20
    assert set(differing) == set(WRONG_EXPECTATIONS), differing


@pytest.mark.parametrize("flaw", ["no password", "another password", "another provider's source"])
async def test_none_is_accepted_without_what_guards_the_source(
    makers: Workspaces, worker_database: Database, flaw: str
) -> None:
    workspace = await makers.make()
    for case in provider_cases("postmark", "mailgun"):
        provider = "raw" if flaw == "another provider's source" else case.provider
        secret = case.secret if provider == case.provider else "a secret of its own"
        office = await PostOffice.open(
            makers, worker_database, workspace=workspace, provider=provider, secret=secret, basic_auth=case.basic_auth
        )
        headers = {name.replace("-", "_"): value for name, value in case.headers.items()}
        if flaw == "no password":
            headers.pop("Authorization")
        if flaw == "another password":
            headers["Authorization"] = "Basic dXNlcm5hbWU6bm90LWl0"
        assert (await office.post_as_it_is(case.body(), **headers)).status_code == 401, case.name
    assert (await office.read("/interactions"))["items"] == []


async def _pairs(
    office: PostOffice, message: dict[str, Any], told: list[dict[str, Any]]
) -> list[tuple[str, object, object]]:
    """(name, what the reference says, what came out) for every field of a request."""
    (wanted,) = told
    if wanted["kind"] == "inbound":
        interaction = await office.interaction(message)
        return [("kind", "mail", message["kind"]), *_mail_pairs(wanted, interaction)]
    (event,) = message["mail_events"]
    kind = KINDS.get(wanted["event_type"], "other")
    return [
        ("kind", kind, message["kind"]),
        ("event", kind, event["kind"]),
        ("recipient", wanted["recipient"] or "", event["recipient"]),
        ("message_id", (wanted["message_id"] or "").strip("<>"), event["message_id"]),
        ("occurred_at", _instant(wanted["timestamp"]), _instant(event["occurred_at"])),
    ]


def _mail_pairs(wanted: dict[str, Any], found: dict[str, Any]) -> list[tuple[str, object, object]]:
    people = {role: [one for one in found["participants"] if one["role"] == role] for role in ("from", "to", "cc")}
    senders = [wanted["from"]] if wanted["from"] not in (None, "None") else []
    pairs: list[tuple[str, object, object]] = [
        (role, [_person(one) for one in listed], [(one["name"] or "", one["address"]) for one in people[role]])
        for role, listed in (("from", senders), ("to", wanted["to"]), ("cc", wanted["cc"]))
    ]
    files = [one for one in found["attachments"] if one["content_id"] is None]
    shown = {one["content_id"]: one["content_type"] for one in found["attachments"] if one["content_id"]}
    listed = [(one["filename"], one["type"], one["bytes"]) for one in wanted["attachments"]]
    return [
        *pairs,
        ("subject", wanted["subject"] or None, found["subject"]),
        ("message_id", wanted["message_id"] and wanted["message_id"].strip("<>"), found["external_id"]),
        ("text", (wanted["text"] or "").strip(), found["text"].strip()),
        ("html", bool((wanted["html"] or "").strip()), bool(found["html"])),
        ("attachments", listed, [(one["file_name"], one["content_type"], one["size"]) for one in files]),
        ("inlines", wanted["inlines"], shown),
        *([("sent_at", _instant(wanted["date"]), _instant(found["occurred_at"]))] if wanted["date"] != "None" else []),
    ]


def _person(shown: str) -> tuple[str, str]:
    name, address = parseaddr(shown)
    return name, address.lower()


def _instant(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None
