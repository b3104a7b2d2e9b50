"""Typeform: its signature, and every kind of answer that its forms can hold."""

import base64
import hashlib
import hmac
import json
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from services.api.integrations.providers.port import Credentials, Freshness, Posted, SurveyAnswer, UnreadableRequest
from services.api.integrations.providers.typeform import TypeformProvider
from services.kit.clock import now

SECRET = "what the form was given"
FRESH = Freshness(now(), timedelta(minutes=5))


def field(kind: str, title: str = "A question", ref: str = "a-question", **properties: Any) -> dict[str, Any]:
    return {"id": f"id-{ref}", "ref": ref, "title": title, "type": kind, "properties": properties}


def answer(asked: dict[str, Any], kind: str, value: Any) -> dict[str, Any]:
    return {"type": kind, kind: value, "field": {name: asked[name] for name in ("id", "ref", "type")}}


def body_of(fields: list[dict[str, Any]], answers: list[dict[str, Any]], **more: Any) -> bytes:
    response = {
        "form_id": "mXYzPFAJ",
        "token": "t-1",
        "landed_at": "2026-11-20T08:14:00Z",
        "submitted_at": "2026-11-20T08:15:00Z",
        "definition": {"id": "mXYzPFAJ", "title": "Project pulse", "fields": fields},
        "answers": answers,
        **more,
    }
    return json.dumps({"event_id": "e-1", "event_type": "form_response", "form_response": response}).encode()


def read(
    fields: list[dict[str, Any]], answers: list[dict[str, Any]], mapping: dict[str, str] | None = None, **more: Any
) -> SurveyAnswer:
    credentials = Credentials(SECRET, {"mapping": mapping} if mapping else {})
    (told,) = TypeformProvider().occurrences(Posted(body_of(fields, answers, **more), {}), credentials)
    assert isinstance(told, SurveyAnswer)
    return told


def signed(body: bytes, secret: str = SECRET) -> str:
    return "sha256=" + base64.b64encode(hmac.new(secret.encode(), body, hashlib.sha256).digest()).decode()


def is_good(body: bytes, header: str | None, credentials: Credentials) -> bool:
    headers = {} if header is None else {"typeform-signature": header}
    return TypeformProvider().verify(Posted(body, headers), credentials, FRESH).is_good


def test_the_hmac_of_the_body_is_good_and_anything_else_is_not() -> None:
    body, right = b'{"a": 1}', signed(b'{"a": 1}')
    assert is_good(body, right, Credentials(SECRET))
    for wrong in (None, "", right.removeprefix("sha256="), right[:-4], signed(body, "another"), "sha256=ä"):
        assert not is_good(body, wrong, Credentials(SECRET))
    assert not is_good(body + b" ", right, Credentials(SECRET))


def test_without_a_secret_only_basic_authentication_guards() -> None:
    guarded = Credentials(None, {"basic_auth": "form:a-long-password"})
    assert TypeformProvider().is_guarded(guarded)
    assert is_good(b"{}", None, guarded)
    assert not TypeformProvider().is_guarded(Credentials())
    assert not is_good(b"{}", signed(b"{}", ""), Credentials())


PAYMENT = {"amount": "12.50", "last4": "4242", "name": "Petri Aho", "success": True}


@pytest.mark.parametrize(
    ("kind", "as_type", "value", "text"),
    [
        ("short_text", "text", "Vantaa", "Vantaa"),
        ("long_text", "text", "Two\nlines", "Two\nlines"),
        ("email", "email", "petri@northwind.example", "petri@northwind.example"),
        ("website", "url", "https://northwind.example", "https://northwind.example"),
        ("phone_number", "phone_number", "+358405550101", "+358405550101"),
        ("number", "number", 42, "42"),
        ("rating", "number", 4, "4"),
        ("opinion_scale", "number", 0, "0"),
        ("nps", "number", 9, "9"),
        ("date", "date", "2026-11-20", "2026-11-20"),
        ("yes_no", "boolean", True, "Yes"),
        ("legal", "boolean", False, "No"),
        ("file_upload", "file_url", "https://api.typeform.example/f.pdf", "https://api.typeform.example/f.pdf"),
        ("signature", "file_url", "https://api.typeform.example/s.png", "https://api.typeform.example/s.png"),
        ("calendly", "url", "https://calendly.example/e/1", "https://calendly.example/e/1"),
        ("dropdown", "choice", {"id": "c", "label": "Berlin", "ref": "r"}, "Berlin"),
        ("multiple_choice", "choice", {"other": "Somewhere"}, "Somewhere"),
        ("multiple_choice", "choices", {"ids": ["a", "b"], "labels": ["Berlin", "Oslo"]}, "Berlin, Oslo"),
        ("picture_choice", "choices", {"labels": ["London"], "other": "Rome"}, "London, Rome"),
        ("ranking", "choices", {"labels": ["Quality", "Time", "Cost"]}, "Quality, Time, Cost"),
        ("payment", "payment", PAYMENT, "12.50"),
        ("multi_format", "multi_format", {"video_url": "https://v.example", "transcript": "Well."}, "Well."),
        ("some_new_kind", "some_new_kind", {"text": "Said anyway"}, "Said anyway"),
        ("some_new_kind", "some_new_kind", ["a", 2, True], "a, 2, Yes"),
        ("short_text", "text", None, ""),
    ],
)
def test_every_kind_of_answer_has_its_text(kind: str, as_type: str, value: Any, text: str) -> None:
    asked = field(kind, "What?")
    assert read([asked], [answer(asked, as_type, value)]).answers == (("What?", text),)


def test_questions_inside_groups_matrices_and_contact_blocks_are_found() -> None:
    row = field("multiple_choice", "Punctual?", "row-1")
    first = field("short_text", "First name", "first")
    fields = [field("matrix", "Rate us", "m", fields=[row]), field("contact_info", "You", "c", fields=[first])]
    told = read(fields, [answer(row, "choice", {"label": "Always"}), answer(first, "text", "Petri")])
    assert told.answers == (("Punctual?", "Always"), ("First name", "Petri"))


def test_an_answer_whose_question_is_not_in_the_form_keeps_its_reference() -> None:
    lost = field("short_text", "Gone", "b78711bb")
    assert read([], [answer(lost, "text", "Still here")]).answers == (("b78711bb", "Still here"),)


@pytest.mark.parametrize(
    ("asked", "score", "metric", "ends"),
    [
        (field("nps"), 9, "nps", (0, 10)),
        (field("opinion_scale"), 6, "nps", (0, 10)),
        (field("opinion_scale", steps=11, start_at_one=False), 6, "nps", (0, 10)),
        (field("opinion_scale", steps=5, start_at_one=True), 4, "csat", (1, 5)),
        (field("opinion_scale", steps=7, start_at_one=True), 4, "ces", (1, 7)),
        (field("opinion_scale", steps=10, start_at_one=True), 4, "custom", (1, 10)),
        (field("rating"), 4, "csat", (1, 5)),
        (field("rating", steps=5), 5, "csat", (1, 5)),
        (field("rating", steps=7), 5, "ces", (1, 7)),
        (field("rating"), 6, "ces", (1, 7)),
        (field("rating", steps=3), 3, "custom", (1, 3)),
        (field("rating", steps="many"), 4, "csat", (1, 5)),
    ],
)
def test_kind_and_scale_of_a_question_tell_its_metric(
    asked: dict[str, Any], score: int, metric: str, ends: tuple[int, int]
) -> None:
    told = read([asked], [answer(asked, "number", score)])
    assert (told.metric, told.score, (told.lowest, told.highest)) == (metric, score, ends)


def test_an_nps_question_counts_before_another_scale() -> None:
    stars, likely = field("rating", "Stars", "stars"), field("opinion_scale", "Likely?", "likely")
    told = read([stars, likely], [answer(stars, "number", 2), answer(likely, "number", 9)])
    assert (told.metric, told.score) == ("nps", 9)


@pytest.mark.parametrize("name", ["stars", "id-stars", " STARS? "])
def test_a_mapping_by_reference_id_or_title_counts_before_everything(name: str) -> None:
    stars, likely = field("rating", "Stars?", "stars", steps=7), field("nps", "Likely?", "likely")
    told = read([stars, likely], [answer(likely, "number", 9), answer(stars, "number", 2)], {name: "csat"})
    assert (told.metric, told.score, told.lowest, told.highest) == ("csat", 2, 1, 7)


def test_a_number_question_carries_a_metric_when_the_mapping_says_so() -> None:
    asked = field("number", "How easy was it, 1 to 7?", "easy")
    assert read([asked], [answer(asked, "number", 6)]).score is None
    told = read([asked], [answer(asked, "number", 6)], {"easy": "ces"})
    assert (told.metric, told.score, told.highest) == ("ces", 6, 7)


def test_calculated_values_are_kept_and_can_carry_the_metric() -> None:
    variables = [{"key": "total", "type": "number", "number": 4}, {"key": "who", "type": "text", "text": "Petri"}]
    told = read([], [], {"Total": "csat"}, calculated={"score": 9}, variables=variables)
    assert told.variables == {"score": "9", "total": "4", "who": "Petri"}
    assert (told.metric, told.score) == ("csat", 4)


def test_the_first_open_answer_is_the_comment_but_not_a_name_or_an_address() -> None:
    name, mail = field("short_text", "What's your full name?", "n"), field("short_text", "Where can we reach you?", "m")
    why, more = field("long_text", "Why?", "w"), field("long_text", "More?", "o")
    answers = [
        answer(name, "text", "Petri Aho"),
        answer(mail, "text", "petri@northwind.example"),
        answer(why, "text", "The delay."),
        answer(more, "text", "No."),
    ]
    told = read([name, mail, why, more], answers)
    assert (told.comment, told.respondent_name) == ("The delay.", "Petri Aho")
    assert told.respondent_address == "petri@northwind.example"


def test_who_answered_may_come_with_the_link() -> None:
    hidden = {"email": "petri@northwind.example", "name": "Petri Aho", "project_id": "xxxxx", "count": 3}
    told = read([], [], hidden=hidden)
    assert (told.respondent_address, told.respondent_name) == ("petri@northwind.example", "Petri Aho")
    assert told.hidden == {**hidden, "count": "3"}


def test_what_identifies_a_submission_and_its_form_is_read() -> None:
    told = read([], [])
    assert (told.external_id, told.survey_external_id, told.survey_name) == ("t-1", "mXYzPFAJ", "Project pulse")
    assert told.submitted_at == datetime(2026, 11, 20, 8, 15, tzinfo=UTC)
    assert read([], [], submitted_at=None).submitted_at == datetime(2026, 11, 20, 8, 14, tzinfo=UTC)


@pytest.mark.parametrize(
    "body",
    [b"", b"nothing", b"[]", b"{}", b'{"form_response": []}', b'{"form_response": {}}', b"\xff", b"[" * 2000],
)
def test_nonsense_is_refused_with_a_sentence(body: bytes) -> None:
    with pytest.raises(UnreadableRequest, match=r"^It"):
        TypeformProvider().occurrences(Posted(body, {}), Credentials(SECRET))


def test_a_form_of_strange_shapes_loses_only_what_is_strange() -> None:
    strange = [None, 7, {"type": "text"}, {"type": 3, "field": []}, {"type": "text", "text": "Fine", "field": None}]
    told = read([], strange, definition=["no form"], hidden="none", variables={"a": 1}, calculated=4, submitted_at=9)
    assert told.answers == (("", "Fine"),)
    assert (told.hidden, told.variables) == ({}, {})
