"""Typeform: signed by HMAC-SHA256 over the body, base64, in `Typeform-Signature`."""

import base64
import hashlib
import hmac
import re
from collections.abc import Mapping, Sequence
from typing import Any, Final

from services.api.feedback.responses.domain import USUAL, Metric, Scale, number
from services.api.integrations.providers.documents import Document, instant, listed, parse_document, text, within
from services.api.integrations.providers.port import (
    GOOD,
    Credentials,
    Freshness,
    Occurrence,
    Posted,
    Provider,
    SourceKind,
    SurveyAnswer,
    UnreadableRequest,
    Verdict,
)
from services.api.integrations.providers.typeform_answers import FormAnswer, answers_of, words

SIGNATURE_HEADER: Final = "typeform-signature"
PREFIX: Final = "sha256="
OPEN: Final = ("short_text", "long_text", "text", "multi_format")

_ADDRESS = re.compile(r"[^\s@<>,;]+@[^\s@<>,;]+\.[^\s@<>,;]+")
_ASKS_NAME = re.compile(r"\b(your|first|last|full)\b.*\bname\b|^\W*(name|surname)\b", re.IGNORECASE)
_BY_SCALE: Final[dict[tuple[float, float], Metric]] = {(0, 10): "nps", (1, 5): "csat", (1, 7): "ces"}


class TypeformProvider(Provider):
    """A form's webhook: every submission, as it is sent."""

    name = "typeform"
    kind: SourceKind = "survey"
    settings_keys = frozenset({"mapping"})

    def verify(self, posted: Posted, credentials: Credentials, freshness: Freshness) -> Verdict:
        del freshness  # Typeform signs no time; a repeat is known by its body and by the submission's token.
        if not credentials.secret:
            # Without a secret the user name and password, which were looked at before, are the proof.
            is_guarded = self.is_guarded(credentials)
            return GOOD if is_guarded else Verdict(False, "The source has no secret to verify with.")
        given = posted.headers.get(SIGNATURE_HEADER, "").strip()
        if not given:
            return Verdict(False, "The header Typeform-Signature is missing.")
        digest = hmac.new(credentials.secret.encode(), posted.body, hashlib.sha256).digest()
        expected = PREFIX + base64.b64encode(digest).decode()
        if not hmac.compare_digest(given.encode("latin-1", "replace"), expected.encode()):
            return Verdict(False, "The signature does not fit the body.")
        return GOOD

    def occurrences(self, posted: Posted, credentials: Credentials) -> Sequence[Occurrence]:
        mapping = credentials.settings.get("mapping") or {}
        return [_submission(_response(posted.body), {name.strip().lower(): to for name, to in mapping.items()})]


def _response(body: bytes) -> Document:
    told = parse_document(body)
    response = within(told, "form_response")
    if not response:
        raise UnreadableRequest("It holds no form_response, which is what Typeform sends for a submission.")
    token = text(response, "token") or text(told, "event_id")
    if not token:
        raise UnreadableRequest("Its form_response has no token, so it cannot be told from another.")
    return {**response, "token": token}


def _submission(response: Document, mapping: Mapping[str, Metric]) -> SurveyAnswer:
    answers = answers_of(response)
    variables, hidden = _variables(response), _texts(response.get("hidden"))
    metric, score, scale = _score(answers, variables, mapping)
    return SurveyAnswer(
        external_id=text(response, "token"),
        survey_name=text(within(response, "definition"), "title"),
        survey_external_id=text(response, "form_id"),
        metric=metric,
        score=score,
        lowest=scale.lowest,
        highest=scale.highest,
        comment=_comment(answers),
        answers=tuple((one.question, one.text) for one in answers),
        respondent_address=_address(answers, hidden),
        respondent_name=_name(answers, hidden),
        hidden=hidden,
        variables=variables,
        submitted_at=instant(response.get("submitted_at")) or instant(response.get("landed_at")),
    )


def _score(
    answers: Sequence[FormAnswer], variables: Mapping[str, str], mapping: Mapping[str, Metric]
) -> tuple[Metric, float | None, Scale]:
    """What the source's mapping names; else an NPS question, then whatever else was asked on a scale.

    Raises:
        UnreadableRequest: the score is not on its scale. What a calculated value of one's own may reach is not known.
    """
    for one in answers:
        named = next((mapping[name] for name in one.names if name in mapping), None)
        if named is not None and one.score is not None:
            return _on_scale(named, one.score, one.scale or USUAL[named])
    for name, value in variables.items():
        metric, score = mapping.get(name.strip().lower()), _number(value)
        if metric is not None and score is not None:
            known = (metric, score, USUAL[metric])
            return known if metric == "custom" else _on_scale(*known)
    detected = [(_metric(one), one) for one in answers if one.scale is not None and one.score is not None]
    for wanted in ("nps", "csat", "ces", "custom"):
        for found, one in detected:
            if found == wanted and one.score is not None:
                return _on_scale(found, one.score, one.scale or USUAL[found])
    return "custom", None, USUAL["custom"]


def _on_scale(metric: Metric, score: float, scale: Scale) -> tuple[Metric, float, Scale]:
    if not scale.lowest <= score <= scale.highest:
        ends = f"{number(scale.lowest)} to {number(scale.highest)}"
        raise UnreadableRequest(f"Its score {number(score)} is not on the scale from {ends}.")
    return metric, score, scale


def _metric(answer: FormAnswer) -> Metric:
    if answer.type == "nps":
        return "nps"
    scale = answer.scale or USUAL["custom"]
    return _BY_SCALE.get((scale.lowest, scale.highest), "custom")


def _comment(answers: Sequence[FormAnswer]) -> str:
    """The first open answer that is more than who answered."""
    said = (one for one in answers if one.type in OPEN and one.text.strip())
    return next((one.text for one in said if not _ADDRESS.fullmatch(one.text.strip()) and not _is_name(one)), "")


def _address(answers: Sequence[FormAnswer], hidden: Mapping[str, str]) -> str:
    asked = [one.text for one in answers if one.type == "email" or "@" in one.text]
    known = [value for name, value in hidden.items() if name.strip().lower() in ("email", "e-mail", "mail")]
    return next((text.strip() for text in (*asked, *known) if _ADDRESS.fullmatch(text.strip())), "")


def _name(answers: Sequence[FormAnswer], hidden: Mapping[str, str]) -> str:
    """What was asked for as a name, first and last where they are two questions; else what the link said."""
    asked = [one.text.strip() for one in answers if _is_name(one) and one.text.strip()]
    known = [value for name, value in hidden.items() if name.strip().lower() == "name"]
    return " ".join(asked[:2]) or next(iter(known), "")


def _is_name(answer: FormAnswer) -> bool:
    """A short answer to a question such as "What is your first name?"."""
    return answer.type == "short_text" and _ASKS_NAME.search(answer.question) is not None


def _variables(response: Document) -> dict[str, str]:
    """Calculated values; `calculated.score` is how Typeform told the only one it had before."""
    named = {text(one, "key"): words(one.get(text(one, "type"))) for one in listed(response, "variables")}
    return {**_texts(response.get("calculated")), **{name: value for name, value in named.items() if name}}


def _texts(value: Any) -> dict[str, str]:
    return {str(name): words(one) for name, one in value.items()} if isinstance(value, dict) else {}


def _number(value: str) -> float | None:
    try:
        return float(value)
    except ValueError:
        return None
