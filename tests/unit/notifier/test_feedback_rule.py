"""Who hears of an answered survey, and how it is said."""

from dataclasses import replace
from uuid import UUID

import pytest

from services.contracts.events.feedback import SurveyResponseReceived, SurveyResponseUpdated
from services.kit.clock import now
from services.kit.ids import new_id
from services.notifier.notices import Notice, PlannedDelivery
from services.notifier.picture import Concerns, Customer, Member, Picture, Project
from services.notifier.rules import RULES
from tests.support.envelopes import envelope_of

ADA, BO, CY = (new_id() for _ in range(3))
KILN, WEBSITE = new_id(), new_id()
PEOPLE = {who: Member(who, name, "member") for who, name in ((ADA, "Ada"), (BO, "Bo"), (CY, "Cy"))}


def picture(*, is_private: bool = False, owner: UUID | None = CY) -> Picture:
    project = Project(WEBSITE, "Website", is_private, frozenset([ADA, BO]))
    return Picture(PEOPLE, {WEBSITE: project}, Customer(KILN, "Kiln Works", owner))


def response(**changes: object) -> SurveyResponseReceived:
    values = {
        "provider": "typeform",
        "survey_name": "Project pulse",
        "metric": "nps",
        "score": 3,
        "lowest": 0,
        "highest": 10,
        "normalized": 30,
        "standing": "low",
        "customer_id": KILN,
        "project_id": WEBSITE,
        "submitted_at": now(),
        "comment": "We heard it from the site.",
        "respondent_name": "Petri Aho",
        **changes,
    }
    return SurveyResponseReceived.model_validate(values)


def planned(known: Picture | None = None, **changes: object) -> list[PlannedDelivery]:
    is_private = bool(changes.pop("is_private", False))
    envelope = envelope_of(response(**changes), is_private=is_private, project_id=WEBSITE if is_private else None)
    return RULES[envelope.type].deliveries(envelope, known or picture())


def notice(**changes: object) -> Notice:
    return planned(**changes)[0].notice


def test_the_projects_people_and_the_customers_owner_hear_of_it_in_the_product_and_by_mail() -> None:
    told = {(one.recipient_id, one.channel) for one in planned()}
    assert told == {(who, channel) for who in (ADA, BO, CY) for channel in ("email", "in_app")}


def test_the_owner_outside_a_private_project_does_not() -> None:
    assert {one.recipient_id for one in planned(picture(is_private=True), is_private=True)} == {ADA, BO}


def test_it_gives_score_words_place_and_a_link() -> None:
    told = notice()
    assert told.headline == "Petri Aho gave 3 of 10 on Project pulse: a detractor."
    assert told.context == "Kiln Works · Website · recommendation (NPS)"
    assert (told.quote, told.quoted_name) == ("We heard it from the site.", "Petri Aho")
    assert told.link.kind == "survey_response"
    assert told.reason == "You get this because you work on Website."


@pytest.mark.parametrize(
    ("changes", "subject"),
    [
        ({}, "Detractor: Petri Aho gave 3 of 10 on Project pulse"),
        ({"score": 9, "standing": "good"}, "Petri Aho gave 9 of 10 on Project pulse"),
        ({"metric": "csat", "score": 2, "highest": 5}, "Low score: Petri Aho gave 2 of 5 on Project pulse"),
        ({"metric": "ces", "score": 3.5, "highest": 7}, "Low score: Petri Aho gave 3.5 of 7 on Project pulse"),
        ({"score": None, "standing": None}, "Petri Aho answered Project pulse"),
        ({"respondent_name": "", "survey_name": ""}, "Detractor: A customer gave 3 of 10 on a survey"),
        (
            {"respondent_name": "", "respondent_address": "p@k.example", "score": None},
            "p@k.example answered Project pulse",
        ),
    ],
)
def test_the_subject_says_first_when_somebody_is_unhappy(changes: dict[str, object], subject: str) -> None:
    assert notice(**changes).subject == subject


@pytest.mark.parametrize(
    ("metric", "standing", "ending"),
    [
        ("nps", "middling", ": a passive."),
        ("nps", "good", ": a promoter."),
        ("csat", "low", ", a low score."),
        ("csat", "good", "."),
    ],
)
def test_the_headline_names_the_class_of_an_nps_answer(metric: str, standing: str, ending: str) -> None:
    assert notice(metric=metric, standing=standing).headline == f"Petri Aho gave 3 of 10 on Project pulse{ending}"


def test_without_a_project_the_customers_open_projects_are_asked_for() -> None:
    concerns = RULES["survey_response.received"].concerns
    without = Concerns(customer_id=KILN, has_open_projects=True, watched_ids=frozenset([KILN]))
    assert concerns(envelope_of(response(project_id=None))) == without
    asked = concerns(envelope_of(response()))
    assert asked == Concerns(frozenset([WEBSITE]), KILN, watched_ids=frozenset([KILN, WEBSITE]))


def test_whoever_watches_the_customer_hears_of_it_and_why() -> None:
    watched = replace(picture(owner=None), projects={}, watchers={CY: "customer"})
    deliveries = planned(watched, project_id=None)
    assert {one.recipient_id for one in deliveries} == {CY}
    assert deliveries[0].notice.reason == "You get this because you watch this customer."


@pytest.mark.parametrize(
    ("changed", "is_news"),
    [
        (["customer_id", "matched_by"], True),
        (["project_id"], True),
        (["normalized", "score", "standing"], True),
        (["comment"], True),
        (["contact_id", "matched_by"], False),
        (["answers", "hidden"], False),
    ],
)
def test_a_known_answer_is_news_again_when_it_found_other_people_or_says_more(
    changed: list[str], is_news: bool
) -> None:
    updated = SurveyResponseUpdated(**response().model_dump(), changed=changed)
    rule = RULES["survey_response.updated"]
    assert (rule.concerns(envelope_of(updated)) is not None) == is_news
    moved_by_ada = rule.deliveries(envelope_of(updated, user_id=ADA), picture())
    assert {one.recipient_id for one in moved_by_ada} == {BO, CY}


def test_what_belongs_to_nobody_is_no_news_yet() -> None:
    stray = envelope_of(response(project_id=None, customer_id=None))
    assert RULES["survey_response.received"].concerns(stray) is None
