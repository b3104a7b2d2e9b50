"""The judge of the chaos tests sees each kind of loss and repetition, and nothing where all is well."""

from dataclasses import replace
from uuid import UUID, uuid4

import pytest

from tests.chaos.verdict import (
    Acknowledged,
    Evidence,
    Ledgered,
    Mailed,
    Queued,
    Row,
    Said,
    best_ratio,
    judge,
    judge_deliveries,
    judge_writes,
    out_of_order,
)

RECIPIENT = UUID(int=1)


def consistent() -> Evidence:
    """Two writes, one of them changed once; the second was told to somebody by mail."""
    first, second = uuid4(), uuid4()
    events = [Said(uuid4(), "customer", first, 1), Said(uuid4(), "customer", first, 2)]
    events.append(Said(uuid4(), "interaction", second, 1))
    recorded = events[2].id
    return Evidence(
        acknowledged=[Acknowledged("customer", first, 2, "a"), Acknowledged("interaction", second, 1, "b")],
        rows=[Row("customer", first, 2, "a"), Row("interaction", second, 1, "b")],
        events=events,
        outbox=[Queued(event.id, True) for event in events],
        positions=[(number, event.id) for number, event in enumerate(events)],
        inbox=[event.id for event in events],
        due={(recorded, RECIPIENT, "email")},
        ledger=[Ledgered(recorded, RECIPIENT, "email", "sent", "<1@rapport>")],
        mails=[Mailed("<1@rapport>", "anna@berg.example")],
    )


def faults_of(evidence: Evidence) -> set[str]:
    return set(judge(evidence).faults)


def test_nothing_is_wrong_when_everybody_remembers_the_same() -> None:
    verdict = judge(consistent())
    assert verdict.holds
    assert str(verdict) == "nothing lost, nothing twice"


def test_a_write_that_was_never_acknowledged_may_be_there_or_not() -> None:
    evidence = consistent()
    evidence.acknowledged = []
    assert judge(evidence).holds


def test_an_acknowledged_write_without_its_row_is_lost() -> None:
    evidence = consistent()
    evidence.acknowledged.append(Acknowledged("customer", uuid4(), 1, "c"))
    assert faults_of(evidence) == {"acknowledged writes lost"}


def test_an_acknowledged_change_that_the_row_does_not_show_is_lost() -> None:
    evidence = consistent()
    evidence.acknowledged[0] = replace(evidence.acknowledged[0], version=3)
    assert faults_of(evidence) == {"acknowledged writes lost"}


def test_one_intent_that_made_two_rows_was_done_twice() -> None:
    evidence = consistent()
    evidence.rows[1] = replace(evidence.rows[1], intent="a")
    assert faults_of(evidence) == {"writes done twice"}


@pytest.mark.parametrize("which", [0, 1, 2])
def test_a_row_that_misses_any_of_its_events_is_found(which: int) -> None:
    evidence = consistent()
    del evidence.events[which]
    assert "rows without their event" in faults_of(evidence)


def test_an_event_without_its_row_is_found() -> None:
    evidence = consistent()
    del evidence.rows[1]
    del evidence.acknowledged[1]
    assert faults_of(evidence) == {"events without their row"}


def test_an_event_ahead_of_its_row_is_found() -> None:
    evidence = consistent()
    evidence.rows[0] = replace(evidence.rows[0], version=1)
    assert "events without their row" in faults_of(evidence)


def test_an_event_said_twice_is_found() -> None:
    evidence = consistent()
    evidence.events.append(replace(evidence.events[0], id=uuid4()))
    assert "events said twice" in faults_of(evidence)


@pytest.mark.parametrize(
    ("party", "fault"),
    [
        ("outbox", "events without outbox row"),
        ("positions", "events without position"),
        ("inbox", "events nobody saw"),
        ("ledger", "deliveries owed but not planned"),
        ("mails", "mails in the ledger that never arrived"),
    ],
)
def test_a_party_that_forgot_is_named(party: str, fault: str) -> None:
    evidence = consistent()
    getattr(evidence, party).pop()
    assert fault in faults_of(evidence)


def test_an_event_that_stayed_in_the_outbox_is_found() -> None:
    evidence = consistent()
    evidence.outbox[0] = replace(evidence.outbox[0], is_published=False)
    assert faults_of(evidence) == {"events unpublished"}


def test_positions_are_given_once() -> None:
    evidence = consistent()
    evidence.positions.append((0, evidence.events[1].id))
    assert faults_of(evidence) == {"positions given twice", "events with two positions"}


def test_a_delivery_twice_in_the_ledger_is_found() -> None:
    evidence = consistent()
    evidence.ledger.append(evidence.ledger[0])
    assert faults_of(evidence) == {"deliveries twice in the ledger"}


@pytest.mark.parametrize("status", ["pending", "failed", "withheld"])
def test_a_delivery_that_is_not_sent_is_found(status: str) -> None:
    evidence = consistent()
    evidence.ledger[0] = replace(evidence.ledger[0], status=status)
    assert "deliveries not sent" in faults_of(evidence)


def test_a_mail_that_came_twice_is_found() -> None:
    evidence = consistent()
    evidence.mails.append(evidence.mails[0])
    assert faults_of(evidence) == {"mails that came twice"}


def test_a_notifier_that_was_killed_may_repeat_so_many_mails_and_no_more() -> None:
    evidence = consistent()
    evidence.mails += [evidence.mails[0]] * 2
    assert judge(evidence, most_repeats=2).holds
    assert set(judge(evidence, most_repeats=1).faults) == {"mails that came twice"}


def test_a_repeated_mail_under_another_id_is_no_mere_repeat() -> None:
    evidence = consistent()
    evidence.mails.append(replace(evidence.mails[0], message_id="<again@rapport>"))
    assert set(judge(evidence, most_repeats=9).faults) == {"mails that no ledger row explains"}


def digested() -> Evidence:
    """The same, told by a digest."""
    evidence, mail = consistent(), uuid4()
    told = evidence.ledger[0]
    evidence.ledger = [
        replace(told, status="digested", id=uuid4(), digest_id=mail),
        Ledgered(mail, RECIPIENT, "email", "sent", "<1@rapport>", id=mail),
    ]
    return evidence


def test_what_a_digest_told_was_told() -> None:
    assert judge(digested()).holds
    assert judge_deliveries(digested()).holds


def test_a_digest_that_did_not_go_out_told_nobody() -> None:
    evidence = digested()
    evidence.ledger[1] = replace(evidence.ledger[1], status="failed")
    assert "deliveries not sent" in set(judge_deliveries(evidence).faults)


def test_a_digest_of_nothing_is_found() -> None:
    evidence = digested()
    empty = uuid4()
    evidence.ledger.append(Ledgered(empty, RECIPIENT, "email", "sent", "<2@rapport>", id=empty))
    evidence.mails.append(Mailed("<2@rapport>", "anna@berg.example"))
    assert set(judge_deliveries(evidence).faults) == {"empty digests"}


def test_a_wait_for_the_broker_is_found_and_noise_of_one_round_is_not() -> None:
    steady, slow = [0.01] * 99 + [0.05] * 3, [0.01] * 90 + [0.2] * 12
    assert best_ratio([(steady, slow), (steady, steady)]) == pytest.approx(1)
    assert best_ratio([(slow, steady), (steady, steady)]) == pytest.approx(1)
    assert best_ratio([(steady, slow), (steady, slow)]) > 1.2


def test_what_was_told_out_of_order_is_found() -> None:
    first, second = uuid4(), uuid4()
    assert out_of_order([(first, 1, 1.0), (second, 2, 0.5), (first, 3, 2.0)]) == []
    assert out_of_order([(first, 1, 1.0), (first, 3, 0.5)]) == [(first, 3)]


def test_a_mail_that_nobody_ordered_is_found() -> None:
    evidence = consistent()
    evidence.mails.append(Mailed("<2@rapport>", "anna@berg.example"))
    assert faults_of(evidence) == {"mails that no ledger row explains"}


def test_without_relay_and_notifier_only_the_writes_are_judged() -> None:
    evidence = consistent()
    evidence.outbox = [replace(entry, is_published=False) for entry in evidence.outbox]
    evidence.positions, evidence.inbox, evidence.ledger, evidence.mails = [], [], [], []
    assert judge_writes(evidence).holds
    evidence.rows.pop()
    assert set(judge_writes(evidence).faults) == {"acknowledged writes lost", "events without their row"}
