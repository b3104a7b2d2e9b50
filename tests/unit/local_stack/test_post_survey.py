"""What `make post-survey` posts is what a generic source takes."""

from datetime import timedelta

import pytest

from deploy.local.errors import StackError
from deploy.local.post_survey import answer, signed
from services.api.integrations.providers.generic import GenericProvider
from services.api.integrations.providers.port import Credentials, Freshness, Posted, SurveyAnswer
from services.kit.clock import now


def read(environment: dict[str, str]) -> SurveyAnswer:
    provider = GenericProvider()
    secret = provider.new_secret()
    assert secret is not None
    body = answer(environment)
    posted = Posted(body, {name.lower(): value for name, value in signed(body, secret).items()})
    assert provider.verify(posted, Credentials(secret), Freshness(now(), timedelta(minutes=5))).is_good
    (told,) = provider.occurrences(posted, Credentials(secret))
    assert isinstance(told, SurveyAnswer)
    return told


def test_without_wishes_somebody_of_the_demo_is_unhappy() -> None:
    told = read({"SCORE": "", "COMMENT": "", "FROM": ""})
    assert (told.metric, told.score, told.respondent_name) == ("nps", 4, "Laura Heino")
    assert told.respondent_address == "laura.heino@northwind.example"


def test_what_is_wished_is_answered_and_each_answer_is_another() -> None:
    wished = {"SCORE": "10", "COMMENT": "Fine.", "FROM": "a@b.example"}
    first, second = read(wished), read(wished)
    assert (first.score, first.comment, first.respondent_address, first.respondent_name) == (
        10,
        "Fine.",
        "a@b.example",
        "",
    )
    assert first.external_id != second.external_id


@pytest.mark.parametrize("score", ["11", "-1", "many", "3.5"])
def test_a_score_off_the_scale_is_refused_in_words(score: str) -> None:
    with pytest.raises(StackError, match="from 0 to 10"):
        answer({"SCORE": score})
