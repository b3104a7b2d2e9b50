"""A person says whose mail it is, by any of the three things that tell it."""

from typing import Any

import pytest

from services.kit.database import Database
from tests.support.post_office import PostOffice, letter
from tests.support.workspace import BASE, Workspaces


@pytest.fixture
async def office(workspaces: Workspaces, worker_database: Database) -> PostOffice:
    """A source of a fresh workspace."""
    return await PostOffice.open(workspaces, worker_database)


async def _match(
    office: PostOffice, body: dict[str, Any], expected: int = 200
) -> tuple[dict[str, Any], dict[str, Any]]:
    """The message of a stranger's mail, and the answer to matching it by `body`."""
    message = await office.deliver(letter(sender="a@x.example"))
    path = f"{BASE}/inbound-messages/{message['id']}/match"
    answer = await office.workspace.client.post(path, json=body)
    assert answer.status_code == expected, answer.text
    return message, answer.json()


async def test_a_project_stands_for_its_only_customer(office: PostOffice) -> None:
    customer = await office.workspace.create("/customers", name="Northwind")
    names = ("Move", "Run")
    move, _ = [await office.workspace.create("/projects", name=one, customer_ids=[customer["id"]]) for one in names]

    message, matched = await _match(office, {"project_ids": [move["id"]]})

    interaction = await office.interaction(message)
    assert matched["status"] == "processed"
    assert (interaction["customer_id"], interaction["project_ids"]) == (customer["id"], [move["id"]])
    (event,) = await office.said("inbound_message.matched")
    assert event.data["customer_id"] == customer["id"]


async def test_a_contact_stands_for_their_customer_in_what_others_learn(office: PostOffice) -> None:
    customer = await office.known_customer()
    (contact,) = (await office.read("/contacts", customer_id=customer["id"]))["items"]
    await _match(office, {"contact_id": contact["id"]})

    (event,) = await office.said("inbound_message.matched")
    assert event.data["customer_id"] == customer["id"]


@pytest.mark.parametrize(("count", "says"), [(0, "no customer"), (2, "several customers")])
async def test_projects_of_several_customers_or_of_none_tell_nobody(office: PostOffice, count: int, says: str) -> None:
    customers = [await office.workspace.create("/customers", name=f"Customer {n}") for n in range(count)]
    project = await office.workspace.create("/projects", name="Move", customer_ids=[one["id"] for one in customers])

    message, problem = await _match(office, {"project_ids": [project["id"]]}, 422)

    (error,) = problem["errors"]
    assert (error["pointer"], error["code"]) == ("/customer_id", "customer_needed")
    assert says in error["message"]
    assert (await office.message(message["id"]))["status"] == "unmatched"


async def test_a_project_that_is_not_there_is_named(office: PostOffice) -> None:
    _, problem = await _match(office, {"project_ids": [office.source["id"]]}, 404)

    assert problem["errors"][0]["pointer"] == "/project_ids/0"


@pytest.mark.parametrize("body", [{}, {"project_ids": []}])
async def test_nothing_given_is_asked_for(office: PostOffice, body: dict[str, Any]) -> None:
    _, problem = await _match(office, body, 422)

    assert problem["errors"][0]["code"] == "customer_needed"


async def test_a_contact_of_another_customer_is_refused_and_nothing_is_filed(office: PostOffice) -> None:
    theirs = await office.known_customer()
    (contact,) = (await office.read("/contacts", customer_id=theirs["id"]))["items"]
    other = await office.workspace.create("/customers", name="Other")

    message, problem = await _match(office, {"contact_id": contact["id"], "customer_id": other["id"]}, 422)

    assert (problem["errors"][0]["pointer"], problem["errors"][0]["code"]) == ("/contact_id", "other_customer")
    assert (await office.message(message["id"]))["status"] == "unmatched"
    assert (await office.interaction(message))["customer_id"] is None
