"""Whose mail it is, as pure rules."""

from uuid import UUID

import pytest

from services.api.interactions.domain import (
    AddressedProject,
    Known,
    KnownContact,
    Match,
    Parties,
    direction_of,
    match,
    matchable_domains,
    theirs,
    title_of,
)

NORTH, SOUTH = UUID(int=1), UUID(int=2)
PETRI, PIA = KnownContact(UUID(int=11), NORTH), KnownContact(UUID(int=12), NORTH)
SVEN = KnownContact(UUID(int=21), SOUTH)
OWN = frozenset({"ann@berg.example", "bo@berg.example"})


def test_the_thread_says_more_than_the_address_and_the_address_more_than_the_domain() -> None:
    addresses = ["sven@south.example"]
    contacts = {"sven@south.example": [SVEN]}
    domains = {"south.example": [NORTH]}

    assert match(addresses, Known(frozenset({NORTH}), contacts, domains)).matched_by == "thread"
    assert match(addresses, Known(frozenset(), contacts, domains)) == Match(SOUTH, SVEN.id, "contact")
    assert match(addresses, Known(frozenset(), {}, domains)) == Match(NORTH, None, "domain")


def test_a_contact_of_the_threads_customer_is_named_with_it() -> None:
    known = Known(frozenset({NORTH}), {"petri@north.example": [PETRI]})

    assert match(["petri@north.example"], known) == Match(NORTH, PETRI.id, "thread")


def test_a_thread_of_two_customers_leaves_it_to_the_address() -> None:
    known = Known(frozenset({NORTH, SOUTH}), {"sven@south.example": [SVEN]})

    assert match(["sven@south.example"], known) == Match(SOUTH, SVEN.id, "contact")


WAREHOUSE = AddressedProject(UUID(int=31), (SOUTH,))
SHARED = AddressedProject(UUID(int=32), (NORTH, SOUTH))


def test_the_thread_says_more_than_the_projects_address_and_that_more_than_the_senders() -> None:
    contacts = {"petri@north.example": [PETRI]}

    assert (
        match(["petri@north.example"], Known(frozenset({NORTH}), contacts, projects=[WAREHOUSE])).matched_by == "thread"
    )
    assert match(["petri@north.example"], Known(contacts=contacts, projects=[WAREHOUSE])) == Match(
        SOUTH, None, "project"
    )


@pytest.mark.parametrize(
    ("known", "expected"),
    [
        (Known(projects=[WAREHOUSE]), Match(SOUTH, None, "project")),
        (Known(contacts={"x@y.example": [SVEN]}, projects=[WAREHOUSE]), Match(SOUTH, SVEN.id, "project")),
        (Known(contacts={"x@y.example": [SVEN]}, projects=[SHARED]), Match(SOUTH, SVEN.id, "project")),
        (Known(domains={"y.example": [NORTH]}, projects=[SHARED]), Match(NORTH, None, "project")),
        (
            Known(domains={"y.example": [NORTH]}, projects=[AddressedProject(UUID(int=33))]),
            Match(NORTH, None, "project"),
        ),
    ],
)
def test_a_project_has_one_customer_or_the_sender_tells_which(known: Known, expected: Match) -> None:
    assert match(["x@y.example"], known) == expected


def test_a_project_of_two_customers_and_a_stranger_match_neither() -> None:
    found = match(["x@y.example"], Known(projects=[SHARED]))

    assert (found.customer_id, found.matched_by) == (None, "project")
    assert "sent to a project" in (found.reason or "")


def test_two_contacts_of_one_customer_with_one_address_match_the_customer_and_neither_contact() -> None:
    known = Known(contacts={"office@north.example": [PETRI, PIA]})

    assert match(["office@north.example"], known) == Match(NORTH, None, "contact")


@pytest.mark.parametrize(
    ("addresses", "known", "words"),
    [
        (["x@y.example"], Known(contacts={"x@y.example": [PETRI, SVEN]}), "several customers"),
        (["x@y.example"], Known(domains={"y.example": [NORTH, SOUTH]}), "several customers"),
        (["x@y.example"], Known(), "no customer has its domain"),
        (["x@gmail.com"], Known(domains={"gmail.com": [NORTH]}), "shared by everyone"),
        ([], Known(), "no address outside"),
    ],
)
def test_what_points_at_several_or_at_none_matches_nobody_and_says_why(
    addresses: list[str], known: Known, words: str
) -> None:
    found = match(addresses, known)

    assert (found.customer_id, found.matched_by) == (None, None)
    assert words in (found.reason or "")


@pytest.mark.parametrize(
    ("address", "domains"),
    [
        ("x@north.example", ("north.example",)),
        ("x@mail.eu.north.example", ("mail.eu.north.example", "eu.north.example", "north.example")),
        ("x@gmail.com", ()),
        ("x@localhost", ()),
        ("root", ()),
    ],
)
def test_a_domain_and_its_parents_can_match_but_never_free_mail(address: str, domains: tuple[str, ...]) -> None:
    assert matchable_domains(address) == domains


def test_the_nearest_domain_that_a_customer_has_decides() -> None:
    known = Known(domains={"eu.north.example": [SOUTH], "north.example": [NORTH]})

    assert match(["x@eu.north.example"], known).customer_id == SOUTH


@pytest.mark.parametrize(
    ("authors", "recipients", "direction", "candidates"),
    [
        ("petri@north.example", ("ann@berg.example",), "inbound", ("petri@north.example", "reply@north.example")),
        ("ann@berg.example", ("petri@north.example", "bo@berg.example"), "outbound", ("petri@north.example",)),
        ("ann@berg.example", ("bo@berg.example",), "internal", ()),
        ("", ("ann@berg.example",), "inbound", ("reply@north.example",)),
        ("ann@berg.example bo@berg.example", ("x@north.example",), "outbound", ("x@north.example",)),
        ("ann@berg.example x@north.example", ("y@z.example",), "inbound", ("x@north.example", "reply@north.example")),
    ],
)
def test_a_member_is_never_the_customer(
    authors: str, recipients: tuple[str, ...], direction: str, candidates: tuple[str, ...]
) -> None:
    parties = Parties(tuple(authors.split()), ("reply@north.example", "ann@berg.example"), recipients)

    assert direction_of(parties, OWN) == direction
    assert theirs(parties, OWN) == candidates


@pytest.mark.parametrize(
    ("channel", "subject", "text", "title"),
    [
        ("email", "Late news", "words", "Late news"),
        ("call", None, "Petri asked\nfor week 6", "Petri asked for week 6"),
        ("meeting", None, "", "Meeting"),
        ("note", None, "x" * 200, "x" * 119 + "…"),
    ],
)
def test_everything_has_a_title(channel: str, subject: str | None, text: str, title: str) -> None:
    assert title_of(channel, subject, text) == title
