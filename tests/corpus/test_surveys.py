"""Every real payload of Typeform goes in, signed, and comes out as a response; and the vectors of Standard Webhooks.

What is expected is worked out here from the payload itself, on another way than the adapter's: any payload of the same
kind that is put beside them is tried as well.
"""

import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from services.api.integrations.providers.port import Credentials, Freshness, Posted, SurveyAnswer
from services.api.integrations.providers.standard_webhooks import verify_standard
from services.api.integrations.providers.typeform import TypeformProvider
from services.kit.database import Database
from tests.corpus.fixtures import FOLDER
from tests.support.survey_office import SurveyOffice
from tests.support.workspace import Workspaces

SURVEYS, VECTORS = FOLDER / "3-survey-webhooks", FOLDER / "4-standard-webhooks"
pytestmark = pytest.mark.skipif(not SURVEYS.is_dir(), reason="no real payloads here; set RAPPORT_FIXTURES")

ANY_TIME = Freshness(datetime(2021, 2, 25, tzinfo=UTC), timedelta(days=36_500))
PLAIN = ("text", "email", "url", "file_url", "date", "phone_number")


def submissions() -> list[Path]:
    """Every payload that Typeform sent for a submission."""
    files = sorted(SURVEYS.glob("*.json")) if SURVEYS.is_dir() else []
    return [file for file in files if "form_response" in _loaded(file)]


def forms() -> list[Path]:
    """Every form as Typeform defines it."""
    files = sorted(SURVEYS.glob("typeform-formdef-*.json")) if SURVEYS.is_dir() else []
    return [file for file in files if "fields" in _loaded(file)]


def vectors() -> list[dict[str, Any]]:
    """Every signature that has to be good."""
    files = sorted(VECTORS.glob("*.json")) if VECTORS.is_dir() else []
    loaded = [_loaded(file) for file in files]
    return [one for one in loaded if "signature" in one or one.get("verifies")]


def _loaded(file: Path) -> dict[str, Any]:
    found = json.loads(file.read_bytes())
    return found if isinstance(found, dict) else {}


def _bytes(file: Path) -> bytes:
    return file.read_bytes()


def derived_signatures() -> dict[str, dict[str, str]]:
    """Signatures that were computed beside the payloads, by the name of the file."""
    file = SURVEYS / "signatures.DERIVED.json"
    return {case["file"]: case for case in _loaded(file)["cases"]} if file.exists() else {}


def said(answer: dict[str, Any]) -> str | None:
    """The text of an answer; None where there is more than one way to write it."""
    value = answer.get(answer["type"])
    if answer["type"] in PLAIN:
        return str(value).strip()
    if answer["type"] == "number":
        return f"{value:g}"
    if answer["type"] == "boolean":
        return "Yes" if value else "No"
    if answer["type"] == "choice":
        return str(value.get("label") or value.get("other"))
    return None


def asked_scores(answers: list[dict[str, Any]]) -> set[float]:
    """Every number that was given on a scale."""
    return {a["number"] for a in answers if a["field"]["type"] in {"nps", "opinion_scale", "rating"}}


@pytest.mark.parametrize("file", submissions(), ids=lambda file: file.stem)
async def test_every_submission_becomes_a_response_with_its_answers(
    workspaces: Workspaces, worker_database: Database, tally: dict[str, int], file: Path
) -> None:
    case = derived_signatures().get(file.name, {"secret": "a secret of our own"})
    office = await SurveyOffice.open(workspaces, worker_database, provider="typeform", secret=case["secret"])
    body = _bytes(file)
    assert case.get("value", office.sign(body)["Typeform-Signature"]) == office.sign(body)["Typeform-Signature"]

    message = await office.deliver(body)
    response, told = await office.response(), _loaded(file)["form_response"]
    answers = told.get("answers", [])
    tally["survey submissions"] = tally.get("survey submissions", 0) + 1
    tally["survey answers"] = tally.get("survey answers", 0) + len(answers)

    assert message["status"] in {"processed", "unmatched"}, message["reason"]
    assert len(response["answers"]) == len(answers)
    for shown, answer in zip(response["answers"], answers, strict=True):
        assert said(answer) in (shown["answer"], None)
    titles = {field["id"]: field["title"] for field in told.get("definition", {}).get("fields", [])}
    for shown, answer in zip(response["answers"], answers, strict=True):
        assert shown["question"] == titles.get(answer["field"]["id"], answer["field"].get("ref"))
    assert response["external_id"] == told["token"]
    assert response["survey_external_id"] == told["form_id"]
    assert response["hidden"] == {name: str(value) for name, value in told.get("hidden", {}).items()}
    scores = asked_scores(answers)
    assert response["score"] in scores or (response["score"] is None and not scores)
    mails = [answer["email"] for answer in answers if answer["type"] == "email"]
    assert not mails or response["respondent_address"] == mails[0]
    sent_at = datetime.fromisoformat(told["submitted_at"])
    assert datetime.fromisoformat(response["submitted_at"]) == sent_at


@pytest.mark.parametrize("file", forms(), ids=lambda file: file.stem)
def test_every_question_of_a_real_form_is_read_when_it_is_answered(tally: dict[str, int], file: Path) -> None:
    form = _loaded(file)
    questions = list(asked(form["fields"]))
    answers = [answered(question) for question in questions]
    response = {"form_id": form["id"], "token": "t-1", "definition": form, "answers": answers}
    body = json.dumps({"event_id": "e-1", "event_type": "form_response", "form_response": response}).encode()
    (told,) = TypeformProvider().occurrences(Posted(body, {}), Credentials("a secret"))
    assert isinstance(told, SurveyAnswer)
    tally["questions of real forms"] = tally.get("questions of real forms", 0) + len(questions)
    assert told.answers == tuple(
        (question["title"], said(answer)) for question, answer in zip(questions, answers, strict=True)
    )
    scales = [question for question in questions if question["type"] == "opinion_scale"]
    assert (told.score is not None) == bool(scales)


def asked(fields: list[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    """Every question that can be answered, those inside groups and matrices included."""
    for field in fields:
        inner = field["properties"].get("fields", [])
        yield from asked(inner)
        if not inner and field["type"] != "statement":
            yield field


def answered(question: dict[str, Any]) -> dict[str, Any]:
    """A plausible answer to a question, as Typeform would send it."""
    kind, value = {
        "yes_no": ("boolean", True),
        "number": ("number", 42),
        "opinion_scale": ("number", 7),
        "multiple_choice": ("choice", {"label": question["properties"].get("choices", [{}])[0].get("label")}),
    }.get(question["type"], ("text", "What we think of it"))
    return {"type": kind, kind: value, "field": {name: question[name] for name in ("id", "ref", "type")}}


@pytest.mark.parametrize("vector", vectors(), ids=lambda vector: vector["case"][:40])
def test_every_standard_signature_is_good_as_it_is_and_bad_when_a_byte_changes(
    vector: dict[str, Any], tally: dict[str, int]
) -> None:
    body = _payload(vector)
    headers = {
        "webhook-id": vector["id"],
        "webhook-timestamp": str(vector["timestamp"]),
        "webhook-signature": vector.get("signature_header") or vector["signature"],
    }
    for secret in filter(None, (vector["secret"], vector.get("secret_without_prefix"))):
        assert verify_standard(Posted(body, headers), secret, ANY_TIME).is_good
        assert not verify_standard(Posted(body + b" ", headers), secret, ANY_TIME).is_good
        tally["standard signatures"] = tally.get("standard signatures", 0) + 1


def test_every_case_that_upstream_refuses_is_refused(tally: dict[str, int]) -> None:
    for file in sorted(VECTORS.glob("*negative*.json")):
        group = _loaded(file)
        for case in group["cases"]:
            verdict = verify_standard(*_refused(group, case))
            assert not verdict.is_good, case["why"]
            tally["standard refusals"] = tally.get("standard refusals", 0) + 1


def _refused(group: dict[str, Any], case: dict[str, Any]) -> tuple[Posted, str, Freshness]:
    """The request of a negative case: a good one of the same group, but for what the case is about."""
    good = next(one for one in vectors() if one.get("payload") == group["payload"] and "signature" in one)
    headers = {
        "webhook-id": good["id"],
        "webhook-timestamp": str(case.get("timestamp", good["timestamp"])),
        "webhook-signature": case.get("signature_header", good["signature"]),
    }
    missing = [name for name in headers if f"no {name}" in case["why"]]
    signed_at = datetime.fromtimestamp(int(headers["webhook-timestamp"]), UTC)
    away = timedelta(minutes=6) * (1 if "older" in case["why"] else -1 if "future" in case["why"] else 0)
    freshness = Freshness(signed_at + away, timedelta(minutes=5))
    kept = {name: value for name, value in headers.items() if name not in missing}
    return Posted(group["payload"].encode(), kept), case.get("secret", group["secret"]), freshness


def _payload(vector: dict[str, Any]) -> bytes:
    """The signed bytes; a long one is told as a letter and how often."""
    repeated = vector.get("payload_repeat")
    return (repeated["char"] * repeated["count"] if repeated else vector["payload"]).encode()
