"""Mail to a project's own address is filed there, whoever wrote it; more follows only from who wrote it."""

import pytest

from services.kit.database import Database
from tests.support.post_office import PostOffice, letter
from tests.support.workspace import BASE, Workspaces

STRANGER = "Someone <someone@nowhere.example>"


@pytest.fixture
async def office(workspaces: Workspaces, worker_database: Database) -> PostOffice:
    """A source that names its mailbox."""
    return await PostOffice.open(workspaces, worker_database, address="Inbox@crm.example")


async def address_of(office: PostOffice, project_id: str) -> str:
    """Where the project can be written to."""
    (item,) = (await office.read(f"/projects/{project_id}/mail-addresses"))["items"]
    assert item["source_id"] == office.source["id"]
    address: str = item["address"]
    return address


@pytest.mark.requirement("R39")
async def test_each_project_has_an_address_of_its_own_with_128_random_bits(office: PostOffice) -> None:
    one, other = [await office.workspace.create("/projects", name=name) for name in ("One", "Other")]
    address = await address_of(office, one["id"])

    local, _, domain = address.partition("@")
    assert (local.partition("+")[0], domain) == ("inbox", "crm.example")
    assert len(bytes.fromhex(local.partition("+")[2])) == 16
    assert address != await address_of(office, other["id"])


async def test_without_a_mailbox_there_is_no_address(workspaces: Workspaces, worker_database: Database) -> None:
    office = await PostOffice.open(workspaces, worker_database)
    project = await office.workspace.create("/projects", name="One")

    assert await office.read(f"/projects/{project['id']}/mail-addresses") == {"items": []}


@pytest.mark.parametrize("field", ["To", "Cc", "Delivered_To", "X_Original_To", "Envelope_To"])
async def test_mail_to_it_belongs_to_the_project_and_its_customer(office: PostOffice, field: str) -> None:
    customer = await office.workspace.create("/customers", name="Northwind")
    project = await office.workspace.create("/projects", name="Slips", customer_ids=[customer["id"]])
    address = (await address_of(office, project["id"])).upper()
    fields = {"to": address} if field == "To" else {field: address}
    message = await office.deliver(letter(sender=STRANGER, **fields))
    interaction = await office.interaction(message)

    assert message["status"] == "processed"
    assert interaction["project_ids"] == [project["id"]]
    assert (interaction["customer_id"], interaction["matched_by"]) == (customer["id"], "project")


@pytest.mark.requirement("R39")
async def test_a_stranger_who_knows_the_address_only_files_mail(office: PostOffice) -> None:
    customer = await office.workspace.create("/customers", name="Northwind")
    project = await office.workspace.create("/projects", name="Slips", customer_ids=[customer["id"]])
    await office.deliver(letter(sender=STRANGER, message_id="<a@x>"))
    address = await address_of(office, project["id"])
    await office.deliver(letter(sender=STRANGER, to=address, message_id="<b@x>", In_Reply_To="<a@x>"))

    assert (await office.read(f"/customers/{customer['id']}"))["last_interaction_at"] is None
    found = (await office.read("/interactions"))["items"]
    assert sorted(one["customer_id"] or "" for one in found) == ["", customer["id"]]
    assert (await office.read("/contacts"))["items"] == []


async def test_a_mail_to_a_project_of_several_customers_belongs_to_the_senders(office: PostOffice) -> None:
    known = await office.known_customer()
    other = await office.workspace.create("/customers", name="Other")
    project = await office.workspace.create("/projects", name="Both", customer_ids=[known["id"], other["id"]])
    address = await address_of(office, project["id"])
    theirs = await office.interaction(await office.deliver(letter(to=address)))
    message = await office.deliver(letter(sender=STRANGER, to=address, message_id="<2@x>"))
    strangers = await office.interaction(message)

    assert (theirs["customer_id"], theirs["project_ids"]) == (known["id"], [project["id"]])
    assert (strangers["customer_id"], strangers["project_ids"]) == (None, [project["id"]])
    assert message["status"] == "unmatched"
    assert "sent to a project" in message["reason"]


async def test_mail_to_a_private_project_is_seen_by_its_people_only(office: PostOffice) -> None:
    project = await office.workspace.create("/projects", name="Secret", is_private=True)
    address = await address_of(office, project["id"])
    interaction = await office.interaction(await office.deliver(letter(sender=STRANGER, to=address)))
    member = (await office.workspace.join("member")).client

    assert (await member.get(f"{BASE}/interactions/{interaction['id']}")).status_code == 404
    assert (await member.get(f"{BASE}/projects/{project['id']}/mail-addresses")).status_code == 404


async def test_a_token_of_another_workspace_leads_nowhere(
    office: PostOffice, workspaces: Workspaces, worker_database: Database
) -> None:
    elsewhere = await PostOffice.open(workspaces, worker_database, address="inbox@crm.example")
    project = await elsewhere.workspace.create("/projects", name="Theirs")
    interaction = await office.interaction(await office.deliver(letter(to=await address_of(elsewhere, project["id"]))))

    assert (interaction["project_ids"], interaction["matched_by"]) == ([], None)


@pytest.mark.requirement("R39")
async def test_a_replaced_address_stops_at_once_and_the_new_one_works(office: PostOffice) -> None:
    project = await office.workspace.create("/projects", name="Slips")
    old = await address_of(office, project["id"])
    answer = await office.workspace.client.post(f"{BASE}/projects/{project['id']}/mail-addresses/replacement")
    (item,) = answer.json()["items"]
    to_old = await office.deliver(letter(sender=STRANGER, to=old, message_id="<old@x>"))
    to_new = await office.deliver(letter(sender=STRANGER, to=item["address"], message_id="<new@x>"))

    assert (answer.status_code, answer.headers["Cache-Control"]) == (200, "no-store")
    assert item["address"] == await address_of(office, project["id"]) != old
    assert (await office.interaction(to_old))["project_ids"] == []
    assert (await office.interaction(to_new))["project_ids"] == [project["id"]]


async def test_that_an_address_was_replaced_is_told_without_either_address(office: PostOffice) -> None:
    project = await office.workspace.create("/projects", name="Slips", key="SLI")
    await office.workspace.client.post(f"{BASE}/projects/{project['id']}/mail-addresses/replacement")
    (said,) = await office.said("project.mail_address_replaced")

    assert said.data == {"name": "Slips", "key": "SLI"}
    assert str(said.project_id) == project["id"]
