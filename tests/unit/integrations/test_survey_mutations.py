"""Whatever a survey provider sends, it is read into what can be stored, or refused with a sentence."""

import json
import random
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import pytest

from services.api.integrations.providers.generic import GenericProvider
from services.api.integrations.providers.port import Credentials, Posted, Provider, SurveyAnswer, UnreadableRequest
from services.api.integrations.providers.typeform import TypeformProvider
from services.api.integrations.recording.surveys import prepare
from services.api.web.fields import UNSTORABLE
from tests.unit.integrations.test_generic import WHOLE
from tests.unit.integrations.test_typeform import answer, body_of, field

ROUNDS = 1_500
ODD: list[Any] = [None, True, -1, 3.5, 1e308, "", "\u0000x", "\ud800", [], {}, [[1], "a"], {"labels": ["a", 2]}]
FORM = [
    field("nps", "How likely?", "a"),
    field("rating", "How good?", "b", steps=5),
    field("long_text", "Why?", "c"),
    field("contact_info", "You", "d", fields=[field("email", "Mail", "e")]),
    field("ranking", "What counts?", "r"),
]
GIVEN = [
    answer(FORM[0], "number", 3),
    answer(FORM[1], "number", 4),
    answer(FORM[2], "text", "The delay."),
    answer(FORM[4], "choices", {"labels": ["Time", "Cost"]}),
]
SUBMISSION = json.loads(body_of(FORM, GIVEN, hidden={"project": "WAR"}, calculated={"score": 1}))


def bent(value: Any, dice: random.Random) -> Any:
    """A copy with some values replaced, some left out and some added."""
    if dice.random() < 0.1:
        return dice.choice(ODD)
    if isinstance(value, dict):
        return {name: bent(one, dice) for name, one in value.items() if dice.random() > 0.03}
    if isinstance(value, list):
        return [bent(one, dice) for one in value] + [dice.choice(ODD)] * (dice.random() < 0.1)
    return value


def texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        yield from (text for pair in value.items() for one in pair for text in texts(one))
    elif isinstance(value, list | tuple):
        yield from (text for one in value for text in texts(one))


@pytest.mark.parametrize(
    ("provider", "whole"),
    [(TypeformProvider(), SUBMISSION), (GenericProvider(), {"type": "survey_response", "data": WHOLE})],
    ids=["typeform", "generic"],
)
def test_bent_requests_are_read_or_refused(provider: Provider, whole: dict[str, Any]) -> None:
    dice, sentences, read = random.Random(7), set(), 0
    for _ in range(ROUNDS):
        body = json.dumps(bent(whole, dice)).encode()
        try:
            told = provider.occurrences(Posted(body, {"webhook-id": "m"}), Credentials("x", {"mapping": {"a": "csat"}}))
            prepared = prepare([one for one in told if isinstance(one, SurveyAnswer)], datetime.now(UTC))
        except UnreadableRequest as refused:
            sentences.add(str(refused))
            continue
        read += 1
        assert not any(UNSTORABLE.search(text) for one in prepared for text in texts(vars(one.answer)))
    assert read > ROUNDS / 10
    assert all(sentences)
