"""Whose answer it is: hidden fields, then the address, then the domain."""

from services.api.feedback.responses.matching import (
    PROJECT_FIELDS,
    Known,
    KnownContact,
    KnownProject,
    Match,
    id_in,
    match,
    named,
)
from services.kit.ids import new_id

NORTHWIND, ALABERG = new_id(), new_id()
PETRI, INGRID = KnownContact(new_id(), NORTHWIND), KnownContact(new_id(), ALABERG)
ROLLOUT = KnownProject(new_id(), [NORTHWIND])
SHARED = KnownProject(new_id(), [NORTHWIND, ALABERG])
ADDRESS = "petri.aho@northwind.example"


def test_a_named_contact_decides_over_everything_else() -> None:
    known = Known(named_contact=PETRI, named_customer_id=ALABERG, contacts=[INGRID], domain_customers=[ALABERG])
    assert match(ADDRESS, known) == Match(NORTHWIND, PETRI.id, None, "hidden")


def test_a_named_customer_comes_with_the_contact_who_has_the_address_there() -> None:
    known = Known(named_customer_id=NORTHWIND, contacts=[INGRID, PETRI])
    assert match(ADDRESS, known) == Match(NORTHWIND, PETRI.id, None, "hidden")
    assert match(ADDRESS, Known(named_customer_id=NORTHWIND)) == Match(NORTHWIND, None, None, "hidden")


def test_a_named_project_brings_its_only_customer() -> None:
    assert match("", Known(named_project=ROLLOUT)) == Match(NORTHWIND, None, ROLLOUT.id, "hidden")


def test_of_a_project_with_several_customers_the_address_says_which() -> None:
    known = Known(named_project=SHARED, contacts=[PETRI, KnownContact(new_id(), new_id())])
    assert match(ADDRESS, known) == Match(NORTHWIND, PETRI.id, SHARED.id, "contact")
    assert match("", Known(named_project=SHARED)) == Match(None, None, SHARED.id, "hidden", None)


def test_without_hidden_fields_a_contacts_address_decides() -> None:
    known = Known(contacts=[PETRI], domain_customers=[ALABERG])
    assert match(ADDRESS, known) == Match(NORTHWIND, PETRI.id, None, "contact")


def test_two_contacts_of_one_customer_with_one_address_mean_the_customer_alone() -> None:
    known = Known(contacts=[PETRI, KnownContact(new_id(), NORTHWIND)])
    assert match(ADDRESS, known) == Match(NORTHWIND, None, None, "contact")


def test_an_address_at_several_customers_points_at_none() -> None:
    found = match(ADDRESS, Known(contacts=[PETRI, INGRID]))
    assert (found.customer_id, found.matched_by) == (None, None)
    assert found.reason == f"The address {ADDRESS} belongs to contacts of several customers."


def test_a_domain_decides_last_and_only_when_it_is_one_customers() -> None:
    assert match(ADDRESS, Known(domain_customers=[NORTHWIND])) == Match(NORTHWIND, None, None, "domain")
    assert match(ADDRESS, Known(domain_customers=[NORTHWIND, ALABERG])).customer_id is None


def test_an_answer_that_points_nowhere_says_what_was_missing() -> None:
    assert match("", Known()).reason == "The answer names neither an address nor a contact, customer or project."
    assert ADDRESS in (match(ADDRESS, Known()).reason or "")


def test_hidden_fields_are_read_in_any_case_and_the_first_that_says_something_counts() -> None:
    hidden = {"Project_ID": " ", "PROJECT": " WAR ", "project_key": ""}
    assert named(hidden, PROJECT_FIELDS) == "WAR"
    assert named({}, PROJECT_FIELDS) == ""


def test_what_is_no_id_is_no_id() -> None:
    some = new_id()
    assert id_in(str(some)) == some
    assert id_in("xxxxx") is None
