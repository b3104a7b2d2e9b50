"""What a survey provider posts becomes a response on the right timelines, once, and nothing is lost."""

import json
from typing import Any

import pytest

from services.kit.database import Database
from tests.support.survey_office import SurveyOffice
from tests.support.workspace import BASE, Workspaces

TYPEFORM: dict[str, Any] = {
    "event_id": "e-1",
    "event_type": "form_response",
    "form_response": {
        "form_id": "mXYzPFAJ",
        "token": "t-1",
        "submitted_at": "2026-11-20T08:15:00Z",
        "hidden": {"project": "ROL"},
        "definition": {
            "title": "Project pulse",
            "fields": [
                {"id": "f1", "ref": "likely", "type": "opinion_scale", "title": "How likely?", "properties": {}},
                {"id": "f2", "ref": "why", "type": "long_text", "title": "Why?", "properties": {}},
            ],
        },
        "answers": [
            {"type": "number", "number": 3, "field": {"id": "f1", "ref": "likely", "type": "opinion_scale"}},
            {"type": "text", "text": "The \u0000delay.", "field": {"id": "f2", "ref": "why", "type": "long_text"}},
        ],
    },
}


@pytest.fixture
async def office(workspaces: Workspaces, worker_database: Database) -> SurveyOffice:
    """A generic source of a fresh workspace."""
    return await SurveyOffice.open(workspaces, worker_database)


async def known(office: SurveyOffice) -> dict[str, Any]:
    """Northwind with Petri Aho and one open project; their ids by what they are."""
    customer = await office.workspace.create("/customers", name="Northwind", domains=["northwind.example"])
    contact = await office.workspace.create(
        "/contacts", customer_id=customer["id"], name="Petri Aho", emails=["petri.aho@northwind.example"]
    )
    project = await office.workspace.create("/projects", name="Rollout", key="ROL", customer_ids=[customer["id"]])
    return {"customer": customer["id"], "contact": contact["id"], "project": project["id"]}


async def test_a_submission_of_typeform_is_on_the_timelines_of_its_project_and_customer(
    workspaces: Workspaces, worker_database: Database
) -> None:
    office = await SurveyOffice.open(workspaces, worker_database, provider="typeform", secret="a secret of the form")
    place = await known(office)
    message = await office.deliver(json.dumps(TYPEFORM).encode())
    response = await office.response()

    assert (message["status"], message["kind"], message["reason"]) == ("processed", "survey_response", None)
    assert (response["customer_id"], response["project_id"]) == (place["customer"], place["project"])
    assert (response["provider"], response["matched_by"], response["external_id"]) == ("typeform", "hidden", "t-1")
    assert (response["metric"], response["score"], response["normalized"]) == ("nps", 3, 30)
    assert response["answers"] == [
        {"question": "How likely?", "answer": "3"},
        {"question": "Why?", "answer": "The delay."},
    ]
    assert (response["comment"], response["hidden"]) == ("The delay.", {"project": "ROL"})
    assert response["inbound_message_id"] == message["id"]
    for path in (f"/customers/{place['customer']}", f"/projects/{place['project']}"):
        (item,) = (await office.read(f"{path}/timeline", type="survey_response"))["items"]
        assert item["id"] == response["id"]


async def test_the_event_keeps_what_was_said_and_by_whom_apart(office: SurveyOffice) -> None:
    place = await known(office)
    await office.tell()
    (received,) = await office.said("survey_response.received")

    assert (received.data["customer_id"], received.data["standing"]) == (place["customer"], "low")
    assert str(received.project_id) == place["project"]
    assert received.actor["kind"] == "source"
    assert received.personal is not None
    assert received.personal["comment"] == "We heard of the delay from the site, not from you."
    assert "Petri" not in str(received.data)


async def test_a_forged_an_unsigned_and_an_old_request_are_refused_and_become_nothing(office: SurveyOffice) -> None:
    body = json.dumps({"type": "survey_response", "data": {"score": 1, "metric": "nps"}}).encode()
    right = office.sign(body)
    for headers in ({}, {**right, "webhook-id": "msg_other"}, office.sign(body, seconds_ago=600)):
        assert (await office.post(body, headers)).status_code == 401
    assert (await office.post(body + b" ", right)).status_code == 401
    await office.reader.drain()
    assert (await office.read("/survey-responses"))["items"] == []
    refused = (await office.read("/inbound-messages", status="refused"))["items"]
    assert any("too long ago" in one["reason"] for one in refused)


async def test_a_repeat_is_answered_alike_and_recorded_once(office: SurveyOffice) -> None:
    body = json.dumps({"type": "survey_response", "data": {"score": 9, "metric": "nps"}}).encode()
    first = await office.post(body, office.sign(body, message_id="msg_1"))
    again = await office.post(body, office.sign(body, message_id="msg_1", seconds_ago=60))
    assert (first.status_code, again.status_code) == (202, 200)
    assert first.json()["id"] == again.json()["id"]
    await office.reader.drain()
    assert (await office.response())["external_id"] == "msg_1"


async def test_another_body_under_the_same_id_is_another_message_whatever_became_of_the_first(
    office: SurveyOffice,
) -> None:
    whole = [json.dumps({"type": "survey_response", "data": {"score": score}}).encode() for score in (4, 9)]
    bodies = [b"nothing that can be read", *whole]
    answers = []
    for body in bodies:
        answers.append(await office.post(body, office.sign(body, message_id="msg_1")))
        await office.reader.drain()
    again = [await office.post(body, office.sign(body, message_id="msg_1", seconds_ago=60)) for body in bodies]
    assert [one.status_code for one in (*answers, *again)] == [202] * 3 + [200] * 3
    ids = [one.json()["id"] for one in answers]
    assert len(set(ids)) == 3
    assert [(one.json()["id"], one.json()["status"]) for one in again] == [
        (ids[0], "failed"),
        (ids[1], "unmatched"),
        (ids[2], "unmatched"),
    ]
    assert ((await office.response())["external_id"], (await office.response())["score"]) == ("msg_1", 9)


async def test_the_same_answer_in_another_message_changes_nothing_and_a_later_one_is_a_new_version(
    office: SurveyOffice,
) -> None:
    await known(office)
    await office.tell(external_id="r-1")
    await office.tell(external_id="r-1")
    assert ((await office.response())["version"], await office.said("survey_response.updated")) == (1, [])
    await office.tell(external_id="r-1", score=8, comment="They called at once.")
    response = await office.response()
    (updated,) = await office.said("survey_response.updated")
    assert (response["version"], response["score"], response["standing"]) == (2, 8, "middling")
    assert updated.data["changed"] == ["comment", "normalized", "score", "standing"]


async def test_an_answer_told_again_is_shown_on_every_request_and_leads_to_the_last_that_changed_it(
    office: SurveyOffice,
) -> None:
    first = await office.tell(external_id="r-1")
    retold = await office.tell(external_id="r-1")
    assert (await office.response())["inbound_message_id"] == first["id"]
    changed = await office.tell(external_id="r-1", score=8)
    response = await office.response()
    messages = [await office.read(f"/inbound-messages/{one['id']}") for one in (first, retold, changed)]

    assert len({one["id"] for one in messages}) == 3
    assert (response["version"], response["inbound_message_id"]) == (2, changed["id"])
    for message in messages:
        (shown,) = message["answers"]
        assert (shown["survey_response_id"], shown["score"], message["status"]) == (response["id"], 8, "unmatched")

    path = f"{BASE}/inbound-messages/{retold['id']}/match"
    place = await known(office)
    assert (await office.workspace.client.post(path, json={"customer_id": place["customer"]})).is_success
    assert [one["status"] for one in (await office.read("/inbound-messages"))["items"]] == ["processed"] * 3
    assert (await office.workspace.client.post(path, json={"customer_id": None})).is_success
    assert [one["status"] for one in (await office.read("/inbound-messages"))["items"]] == ["unmatched"] * 3


async def test_a_typeform_submission_sent_anew_is_shown_on_its_own_request(
    workspaces: Workspaces, worker_database: Database
) -> None:
    office = await SurveyOffice.open(workspaces, worker_database, provider="typeform", secret="a secret of the form")
    first = await office.deliver(json.dumps(TYPEFORM).encode())
    later = json.dumps(TYPEFORM | {"event_id": "e-2"}).replace('"number": 3', '"number": 9').encode()
    second = await office.deliver(later)
    response = await office.response()
    assert (response["score"], response["version"], response["inbound_message_id"]) == (9, 2, second["id"])
    for message in (first, second):
        (shown,) = (await office.read(f"/inbound-messages/{message['id']}"))["answers"]
        assert (shown["survey_response_id"], shown["score"]) == (response["id"], 9)


@pytest.mark.parametrize(
    "body", [b"nothing", b'{"type": "ping"}', b'{"type": "survey_response", "data": {"score": 99}}']
)
async def test_nonsense_with_a_good_signature_is_kept_with_a_reason_and_can_be_replayed(
    office: SurveyOffice, body: bytes
) -> None:
    message = await office.deliver(body)
    assert message["status"] == "failed"
    assert message["reason"]
    replayed = await office.workspace.client.post(f"{BASE}/inbound-messages/{message['id']}/replay")
    assert replayed.status_code == 202
    assert (await office.read("/survey-responses"))["items"] == []


async def test_an_answer_of_a_stranger_waits_and_is_found_again_by_a_replay(office: SurveyOffice) -> None:
    message = await office.tell()
    assert message["status"] == "unmatched"
    assert "petri.aho@northwind.example" in message["reason"]
    (shown,) = message["answers"]
    assert (shown["survey_name"], shown["score"], shown["from_name"]) == ("Project pulse", 3, "Petri Aho")
    (unmatched,) = await office.said("inbound_message.unmatched")
    assert unmatched.personal == {"subject": "Project pulse", "from_address": "petri.aho@northwind.example"}

    place = await known(office)
    await office.workspace.client.post(f"{BASE}/inbound-messages/{message['id']}/replay")
    await office.reader.drain()
    response = await office.response()
    assert (await office.read(f"/inbound-messages/{message['id']}"))["status"] == "processed"
    assert (response["customer_id"], response["project_id"]) == (place["customer"], place["project"])


async def test_a_person_gives_a_strangers_answer_to_a_customer_from_the_queue(office: SurveyOffice) -> None:
    message = await office.tell(respondent={})
    place = await known(office)
    path = f"{BASE}/inbound-messages/{message['id']}/match"
    answer = await office.workspace.client.post(path, json={"contact_id": place["contact"]})
    assert (answer.status_code, answer.json()["status"]) == (200, "processed")
    response = await office.response()
    assert {name: response[f"{name}_id"] for name in place} == place
    assert response["matched_by"] == "hand"

    back = await office.workspace.client.post(path, json={"customer_id": None})
    assert (back.status_code, back.json()["status"]) == (200, "unmatched")
    response = await office.response()
    assert [response[f"{name}_id"] for name in place] == [None] * 3
    assert response["matched_by"] is None


async def test_an_answer_moved_on_its_own_page_leaves_the_queue(office: SurveyOffice) -> None:
    message = await office.tell(respondent={})
    place, response = await known(office), await office.response()
    path = f"{BASE}/survey-responses/{response['id']}"
    assert (await office.workspace.client.patch(path, json={"customer_id": place["customer"]})).is_success
    assert (await office.read(f"/inbound-messages/{message['id']}"))["status"] == "processed"
    nowhere = {"customer_id": None, "project_id": None}
    assert (await office.workspace.client.patch(path, json=nowhere)).is_success
    waiting = await office.read(f"/inbound-messages/{message['id']}")
    assert (waiting["status"], waiting["reason"]) == ("unmatched", "Somebody took it back from its customer.")


async def test_a_mapping_of_the_source_says_which_question_counts_also_for_what_came_before(
    workspaces: Workspaces, worker_database: Database
) -> None:
    office = await SurveyOffice.open(workspaces, worker_database, provider="typeform", secret="a secret of the form")
    message = await office.deliver(json.dumps(TYPEFORM).encode())
    path = f"{BASE}/inbound-sources/{office.source['id']}"
    wrong = await office.workspace.client.patch(path, json={"settings": {"mapping": {"likely": "happiness"}}})
    assert (wrong.status_code, wrong.json()["errors"][0]["pointer"]) == (422, "/settings/mapping/likely")
    changed = await office.workspace.client.patch(path, json={"settings": {"mapping": {"How likely?": "custom"}}})
    assert changed.json()["settings"]["mapping"] == {"How likely?": "custom"}
    await office.workspace.client.post(f"{BASE}/inbound-messages/{message['id']}/replay")
    await office.reader.drain()
    response = await office.response()
    assert (response["metric"], response["version"]) == ("custom", 2)


async def test_a_secret_is_made_for_generic_and_asked_for_with_typeform(office: SurveyOffice) -> None:
    assert office.secret.startswith("whsec_")
    body = {"kind": "survey", "provider": "typeform"}
    refused = await office.workspace.client.post(f"{BASE}/inbound-sources", json=body)
    assert (refused.status_code, refused.json()["errors"][0]["pointer"]) == (422, "/secret")
    wrong_kind = await office.workspace.client.post(f"{BASE}/inbound-sources", json={**body, "kind": "email"})
    assert wrong_kind.json()["errors"][0]["pointer"] == "/provider"
