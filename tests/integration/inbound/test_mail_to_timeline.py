"""A mail that comes in is on the right timeline, once, whatever order and company it comes in."""

from services.kit.database import Database
from tests.support.post_office import PostOffice, letter
from tests.support.workspace import Workspaces


async def test_a_mail_from_a_contact_is_on_the_customers_the_contacts_and_the_projects_timeline(
    workspaces: Workspaces, worker_database: Database
) -> None:
    office = await PostOffice.open(workspaces, worker_database)
    workspace = office.workspace
    customer = await workspace.create("/customers", name="Northwind Logistics")
    contact = await workspace.create(
        "/contacts", customer_id=customer["id"], name="Petri Aho", emails=["petri.aho@northwind.example"]
    )

    message = await office.deliver(letter())

    assert message["status"] == "processed"
    interaction = await office.interaction(message)
    assert interaction["customer_id"] == customer["id"]
    assert interaction["contact_id"] == contact["id"]
    assert interaction["matched_by"] == "contact"
    assert interaction["subject"] == "Late news on slips"
    for path in (f"/customers/{customer['id']}", f"/contacts/{contact['id']}"):
        (item,) = (await office.read(f"{path}/timeline"))["items"]
        assert item["id"] == interaction["id"]
        assert item["title"] == "Late news on slips"
