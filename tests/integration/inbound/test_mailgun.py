"""Mailgun signs a timestamp and a token, not the body: so a token is good for one body, and only for a while."""

import hashlib
import hmac
import json
import time
from typing import Any

import pytest

from services.api.worker.housekeeping import sweep
from services.kit.database import Database
from services.kit.listening import direct_connection
from tests.support.post_office import PostOffice, letter
from tests.support.workspace import Workspaces

KEY = "key-of-the-webhooks"
JSON = "application/json"


@pytest.fixture
async def office(workspaces: Workspaces, worker_database: Database) -> PostOffice:
    """A Mailgun source of a fresh workspace."""
    return await PostOffice.open(workspaces, worker_database, provider="mailgun", secret=KEY)


def signature(*, token: str = "t" * 50, at: float | None = None, key: str = KEY) -> dict[str, str]:
    """The three fields that Mailgun signs with."""
    timestamp = str(int(time.time() if at is None else at))
    signed = hmac.new(key.encode(), f"{timestamp}{token}".encode(), hashlib.sha256).hexdigest()
    return {"timestamp": timestamp, "token": token, "signature": signed}


def report(signed: dict[str, str], **event: Any) -> bytes:
    """A report as Mailgun posts it."""
    told = {"event": "failed", "severity": "permanent", "recipient": "petri.aho@northwind.example", **event}
    return json.dumps({"signature": signed, "event-data": told}).encode()


def form(fields: dict[str, str], boundary: str = "cut") -> tuple[bytes, str]:
    """A multipart form and its content type."""
    parts = [
        f'--{boundary}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'
        for name, value in fields.items()
    ]
    return "".join([*parts, f"--{boundary}--\r\n"]).encode(), f"multipart/form-data; boundary={boundary}"


async def test_a_whole_mail_of_a_route_becomes_an_interaction(office: PostOffice) -> None:
    customer = await office.known_customer()
    fields = {**signature(), "recipient": "support@lindqvist.example", "body-mime": letter().decode()}
    body, content_type = form(fields)
    message = await office.deliver_as_it_is(body, Content_Type=content_type)

    assert (message["kind"], message["status"]) == ("mail", "processed")
    assert (await office.interaction(message))["customer_id"] == customer["id"]


async def test_a_mail_that_was_taken_apart_is_put_together_again(office: PostOffice) -> None:
    headers = [["From", "Petri Aho <petri.aho@northwind.example>"], ["Message-Id", "<7@x>"], ["Subject", "Kärry"]]
    fields = {**signature(), "message-headers": json.dumps(headers), "body-plain": "Grüße", "body-html": "<p>Grüße</p>"}
    body, content_type = form(fields)
    interaction = await office.interaction(await office.deliver_as_it_is(body, Content_Type=content_type))

    assert (interaction["subject"], interaction["text"], interaction["external_id"]) == ("Kärry", "Grüße", "7@x")
    assert interaction["participants"][0]["address"] == "petri.aho@northwind.example"


@pytest.mark.parametrize("seconds", [-301, 301, -86_400])
async def test_what_was_signed_too_long_ago_or_in_the_future_is_refused(office: PostOffice, seconds: int) -> None:
    body = report(signature(at=time.time() + seconds))

    assert (await office.post_as_it_is(body, Content_Type=JSON)).status_code == 401


@pytest.mark.parametrize(
    "signed",
    [
        {},
        {**signature(), "signature": ""},
        {**signature(), "signature": signature()["signature"][:-1]},
        {**signature(), "token": "another"},
        {**signature(), "timestamp": "yesterday"},
        signature(key="another key altogether"),
        signature(key=""),
        signature(token=""),
    ],
)
async def test_a_bad_signature_is_refused_without_any_effect(office: PostOffice, signed: dict[str, str]) -> None:
    for body, content_type in (form(signed), (report(signed), JSON), (b"[1", JSON), (b"--cut", "multipart/form-data")):
        assert (await office.post_as_it_is(body, Content_Type=content_type)).status_code == 401
    await office.reader.drain()

    assert {one["status"] for one in (await office.read("/inbound-messages"))["items"]} == {"refused"}
    assert await office.said("inbound_message.mail_event_received") == []


async def test_a_token_with_another_body_is_refused_and_with_the_same_body_a_repeat(office: PostOffice) -> None:
    signed = signature()
    first = await office.post_as_it_is(report(signed), Content_Type=JSON)
    again = await office.post_as_it_is(report(signed), Content_Type=JSON)
    other = await office.post_as_it_is(report(signed, recipient="victim@elsewhere.example"), Content_Type=JSON)
    await office.reader.drain()

    assert [answer.status_code for answer in (first, again, other)] == [202, 200, 401]
    assert again.json()["id"] == first.json()["id"]
    (refused,) = (await office.read("/inbound-messages", status="refused"))["items"]
    assert "used before" in refused["reason"]
    assert len(await office.said("inbound_message.mail_event_received")) == 1


async def test_a_request_that_comes_a_hundred_times_has_one_effect(office: PostOffice) -> None:
    body = report(signature())
    answers = [await office.post_as_it_is(body, Content_Type=JSON) for _ in range(100)]
    await office.reader.drain()

    assert [answer.status_code for answer in answers] == [202, *[200] * 99]
    assert len((await office.read("/inbound-messages"))["items"]) == 1
    assert len(await office.said("inbound_message.mail_event_received")) == 1


async def test_what_a_repeat_is_known_by_outlives_housekeeping(office: PostOffice, worker_database: Database) -> None:
    signed = signature()
    await office.deliver_as_it_is(report(signed), Content_Type=JSON)
    async with direct_connection(worker_database.url, role="rapport_worker", application="tests") as connection:
        await connection.execute(
            "UPDATE rapport.inbound_messages SET received_at = now() - interval '400 days' WHERE workspace_id = $1",
            office.workspace.id,
        )
        await sweep(connection)

    assert (await office.post_as_it_is(report(signed), Content_Type=JSON)).status_code == 200
    assert (await office.post_as_it_is(report(signed, recipient="x@y.z"), Content_Type=JSON)).status_code == 401


async def test_a_lost_address_of_a_contact_is_told_with_names_only_where_they_can_be_erased(office: PostOffice) -> None:
    customer = await office.known_customer()
    body = report(signature(), **{"delivery-status": {"message": "550 no such user"}})
    message = await office.deliver_as_it_is(body, Content_Type=JSON)
    (said,) = await office.said("inbound_message.mail_event_received")

    assert (message["kind"], message["status"], message["interaction_ids"]) == ("bounce", "processed", [])
    assert message["mail_events"][0]["recipient"] == "petri.aho@northwind.example"
    assert said.data["customer_id"] == customer["id"]
    assert said.data["is_permanent"] is True
    assert said.personal is not None
    assert said.personal["recipient"] == "petri.aho@northwind.example"
    assert "petri" not in str(said.data)


async def test_a_replay_of_a_report_tells_nobody_twice(office: PostOffice) -> None:
    message = await office.deliver_as_it_is(report(signature()), Content_Type=JSON)
    path = f"/api/v1/inbound-messages/{message['id']}/replay"
    assert (await office.workspace.client.post(path)).status_code == 202
    await office.reader.drain()

    assert (await office.message(message["id"]))["status"] == "processed"
    assert len(await office.said("inbound_message.mail_event_received")) == 1


@pytest.mark.parametrize("said", [{}, {"event-data": 7}, {"event-data": {"event": None}}, {"event-data": []}])
async def test_nonsense_that_is_signed_well_is_kept_with_the_reason(office: PostOffice, said: dict[str, Any]) -> None:
    body = json.dumps({"signature": signature(), **said}).encode()
    failed = await office.deliver_as_it_is(body, Content_Type=JSON)

    assert failed["status"] == "failed"
    assert "event" in failed["reason"]


async def test_basic_authentication_alone_guards_a_source_too(
    workspaces: Workspaces, worker_database: Database
) -> None:
    office = await PostOffice.open(workspaces, worker_database, provider="mailgun", basic_auth="mailer:a-long-password")
    basic = "Basic bWFpbGVyOmEtbG9uZy1wYXNzd29yZA=="

    assert (await office.post_as_it_is(report(signature()), Content_Type=JSON)).status_code == 401
    answer = await office.post_as_it_is(report(signature()), Content_Type=JSON, Authorization=basic)
    assert answer.status_code == 202
