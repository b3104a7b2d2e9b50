"""What Typeform's answers say, as text: one entry per answer, whatever kind it is.

An answer names its kind in `type` and holds its value under that name. Kinds that this file does not know are read by
the shape of their value, so that a new kind of question loses nothing.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from services.api.feedback.responses.domain import Scale, number
from services.api.integrations.providers.documents import Document, listed, within

#: Steps of a scale where the form does not say: 0 to 10 for an opinion scale, five stars for a rating.
OPINION, RATING = Scale(0, 10), Scale(1, 5)
SCORED = ("nps", "opinion_scale", "rating")
#: Of an object as value, what says most comes first; of a payment not the card's digits.
TELLING = ("label", "text", "transcript", "amount", "name", "url", "video_url", "audio_url", "file_url")


@dataclass(frozen=True)
class FormAnswer:
    """One answer with its question. `type` is the question's, such as `opinion_scale`; `value` is as it came."""

    question: str
    text: str
    type: str
    value: Any
    names: frozenset[str]
    scale: Scale | None = None

    @property
    def score(self) -> float | None:
        """The number that was given on a scale."""
        is_number = isinstance(self.value, int | float) and not isinstance(self.value, bool)
        return float(self.value) if is_number else None


def answers_of(response: Document) -> list[FormAnswer]:
    """Every answer of a `form_response`, in the order in which they were given."""
    known = {key: field for field in _fields(within(response, "definition")) for key in _keys(field)}
    read = (_answer(one, known) for one in listed(response, "answers"))
    return [one for one in read if one.question or one.text]


def words(value: Any) -> str:
    """A value as text: numbers as people write them, yes and no, several choices with commas."""
    if isinstance(value, bool):
        return "Yes" if value else "No"
    if isinstance(value, int | float):
        return number(value)
    if isinstance(value, str):
        return value
    if isinstance(value, list):
        return ", ".join(text for text in (words(one) for one in value) if text)
    return _words_of_object(value) if isinstance(value, dict) else ""


def _words_of_object(value: Document) -> str:
    if text := words([value.get("labels") or [], value.get("other")]):
        return text
    return next((text for name in TELLING if (text := words(value.get(name)))), "")


def _answer(answer: Document, known: Mapping[str, Document]) -> FormAnswer:
    asked = within(answer, "field")
    field = next((known[key] for key in _keys(asked) if key in known), asked)
    value = answer.get(str(answer.get("type")))
    kind = str(asked.get("type") or field.get("type") or answer.get("type") or "")
    question = words(field.get("title")) or words(asked.get("ref")) or words(asked.get("id"))
    names = {words(one).strip().lower() for one in (*_keys(asked), field.get("title")) if one}
    return FormAnswer(question, words(value), kind, value, frozenset(names), _scale(kind, field, value))


def _scale(kind: str, field: Document, value: Any) -> Scale | None:
    """The scale of a question that asks for a score; where the form does not say, as far as the answer demands."""
    if kind not in SCORED:
        return None
    properties = within(field, "properties")
    steps = properties.get("steps")
    if isinstance(steps, int) and not isinstance(steps, bool) and 1 < steps <= 100:
        starts = 1 if kind == "rating" or properties.get("start_at_one") else 0
        return Scale(starts, steps - 1 + starts)
    usual = RATING if kind == "rating" else OPINION
    given = value if isinstance(value, int | float) else 0
    return next((scale for scale in (usual, Scale(1, 7), Scale(1, 10)) if given <= scale.highest), usual)


def _fields(holder: Document) -> Iterator[Document]:
    """Every question of a form, those inside groups, matrices and contact blocks included."""
    for field in listed(holder, "fields"):
        yield field
        yield from _fields(field)
        yield from _fields(within(field, "properties"))


def _keys(field: Document) -> tuple[str, ...]:
    return tuple(str(field[name]) for name in ("id", "ref") if field.get(name))
