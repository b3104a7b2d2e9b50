"""What a program wrote is told as that, where it is told at all."""

import pytest

from tests.support.envelopes import envelope_of
from tests.unit.notifier.test_rules import ADA, OWNER, inbound, picture, planned, told


def test_an_automatic_answer_causes_no_mail() -> None:
    deliveries = planned(envelope_of(inbound(is_automatic=True)), picture(project_members=(ADA,)))
    assert told(deliveries) == {(ADA, "in_app")}


@pytest.mark.parametrize(
    ("facts", "headline"),
    [
        ({"automatic_kind": "auto_reply"}, "Automatic reply from Petri Aho: Delay"),
        ({"automatic_kind": "auto_reply", "subject": ""}, "Automatic reply from Petri Aho"),
        ({"automatic_kind": None}, "Automatic message from Petri Aho: Delay"),
        ({"automatic_kind": "bounce"}, "Undelivered: Delay"),
        ({"automatic_kind": "bounce", "subject": ""}, "Undelivered: a mail came back"),
        (
            {"automatic_kind": "bounce", "bounced_addresses": ["a@x.example"]},
            "Undelivered: a mail to a@x.example came back",
        ),
        (
            {"automatic_kind": "bounce", "bounced_addresses": [f"{n}@x" for n in range(5)]},
            "Undelivered: a mail to 0@x, 1@x, 2@x and 2 more came back",
        ),
    ],
)
def test_automatic_mail_is_told_as_what_it_is(facts: dict[str, object], headline: str) -> None:
    (told_once,) = planned(envelope_of(inbound(is_automatic=True, **facts)), picture(project_members=(ADA,)))
    assert (told_once.notice.headline, told_once.notice.subject) == (headline, headline)


def test_that_somebody_is_away_rings_no_bell() -> None:
    away = inbound(is_automatic=True, automatic_kind="out_of_office")
    assert planned(envelope_of(away), picture(project_members=(ADA,), owner=OWNER)) == []
