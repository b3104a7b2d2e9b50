"""`generic`: our own JSON."""

import json
from datetime import UTC, datetime
from typing import Any

import pytest

from services.api.integrations.messages.domain import dedupe_digest
from services.api.integrations.providers.generic import GenericProvider
from services.api.integrations.providers.port import Credentials, Posted, SurveyAnswer, UnreadableRequest
from services.kit.ids import new_id

WHOLE = {
    "external_id": "r-1",
    "survey": {"id": "s-1", "name": "Project pulse"},
    "metric": "nps",
    "score": 3,
    "scale": {"lowest": 0, "highest": 10},
    "comment": "We heard of the delay from the site.",
    "answers": [{"question": "Why?", "answer": "The delay."}, {"question": "Call you?", "answer": True}],
    "respondent": {"email": "petri.aho@northwind.example", "name": "Petri Aho"},
    "project_key": "WAR",
    "submitted_at": "2026-11-20T10:15:00+02:00",
}


def read(data: Any, **envelope: Any) -> SurveyAnswer:
    body = json.dumps({"type": "survey_response", "data": data, **envelope}).encode()
    (told,) = GenericProvider().occurrences(Posted(body, {"webhook-id": "msg_1"}), Credentials())
    assert isinstance(told, SurveyAnswer)
    return told


def test_everything_that_is_documented_is_read() -> None:
    contact_id = str(new_id())
    told = read({**WHOLE, "contact_id": contact_id}, timestamp="2026-11-20T10:15:01Z")
    assert told == SurveyAnswer(
        external_id="r-1",
        survey_name="Project pulse",
        survey_external_id="s-1",
        metric="nps",
        score=3,
        lowest=0,
        highest=10,
        comment="We heard of the delay from the site.",
        answers=(("Why?", "The delay."), ("Call you?", "Yes")),
        respondent_address="petri.aho@northwind.example",
        respondent_name="Petri Aho",
        hidden={"contact_id": contact_id, "project_key": "WAR"},
        submitted_at=datetime(2026, 11, 20, 8, 15, tzinfo=UTC),
    )


def test_the_least_is_a_score_which_is_known_by_its_message() -> None:
    told = read({"metric": "csat", "score": 4})
    assert (told.external_id, told.lowest, told.highest, told.submitted_at) == ("msg_1", 1, 5, None)


@pytest.mark.parametrize(
    ("data", "told"),
    [
        ({"metric": "nps", "score": 11}, "score 11 is not on the scale from 0 to 10"),
        ({"metric": "csat", "score": 0}, "score 0 is not on the scale from 1 to 5"),
        ({"scale": {"lowest": 5, "highest": 5}}, "scale.lowest has to be below scale.highest"),
        ({"metric": "happiness"}, "data.metric"),
        ({"contact_id": "Petri"}, "data.contact_id"),
        ({"answers": "many"}, "data.answers"),
        ({"submitted_at": "yesterday"}, "data.submitted_at"),
        ([], "data"),
    ],
)
def test_nonsense_is_refused_with_the_place_and_what_was_expected(data: Any, told: str) -> None:
    with pytest.raises(UnreadableRequest) as refused:
        read(data)
    assert told in str(refused.value)


@pytest.mark.parametrize("body", [b"", b"[]", b"{}", b"not json", b'{"type": "ping", "data": {}}', b"\xff\xfe"])
def test_another_form_is_refused(body: bytes) -> None:
    with pytest.raises(UnreadableRequest):
        GenericProvider().occurrences(Posted(body, {}), Credentials())


def test_a_message_is_known_by_its_id_and_its_body() -> None:
    assert GenericProvider().message_id(Posted(b"one", {"webhook-id": "msg_1"})) == b"msg_1"
    told = [(b"one", b"msg_1"), (b"two", b"msg_1"), (b"one", b"msg_2"), (b"onemsg_1", b"")]
    digests = [dedupe_digest(body, message_id=message_id) for body, message_id in told]
    assert len(set(digests)) == len(told)
    assert digests[0] == dedupe_digest(b"one", message_id=b"msg_1")
