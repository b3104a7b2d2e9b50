"""Whose mail it is: told by thread, contact or domain; else it waits in the queue until a person says so."""

from typing import Any

import pytest

from services.kit.database import Database
from tests.support.post_office import PostOffice, letter
from tests.support.workspace import BASE, Workspaces


@pytest.fixture
async def office(workspaces: Workspaces, worker_database: Database) -> PostOffice:
    """A source of a fresh workspace."""
    return await PostOffice.open(workspaces, worker_database)


async def _send(
    office: PostOffice, method: str, path: str, body: dict[str, Any] | None = None, expected: int = 200
) -> Any:
    answer = await office.workspace.client.request(method, f"{BASE}{path}", json=body)
    assert answer.status_code == expected, answer.text
    return answer.json()


async def test_an_unknown_person_at_a_known_domain_is_matched_by_the_domain(office: PostOffice) -> None:
    customer = await office.workspace.create("/customers", name="Northwind", domains=["northwind.example"])
    interaction = await office.interaction(await office.deliver(letter(sender="new@mail.northwind.example")))

    assert (interaction["customer_id"], interaction["matched_by"]) == (customer["id"], "domain")
    assert interaction["contact_id"] is None


async def test_where_the_source_says_so_an_unknown_person_at_a_known_domain_becomes_a_contact(
    workspaces: Workspaces, worker_database: Database
) -> None:
    office = await PostOffice.open(workspaces, worker_database, create_contacts=True)
    customer = await office.workspace.create("/customers", name="Northwind", domains=["northwind.example"])
    interaction = await office.interaction(await office.deliver(letter()))
    (contact,) = (await office.read("/contacts", customer_id=customer["id"]))["items"]

    assert (contact["name"], contact["emails"]) == ("Petri Aho", ["petri.aho@northwind.example"])
    assert interaction["contact_id"] == contact["id"]
    assert interaction["participants"][0]["contact_id"] == contact["id"]


async def test_two_mails_of_one_stranger_at_once_make_one_contact(
    workspaces: Workspaces, worker_database: Database
) -> None:
    office = await PostOffice.open(workspaces, worker_database, create_contacts=True)
    customer = await office.workspace.create("/customers", name="Northwind", domains=["northwind.example"])
    for number in range(6):
        await office.post(letter(message_id=f"<{number}@x>"))
    await office.reader.drain()

    assert len((await office.read("/contacts", customer_id=customer["id"]))["items"]) == 1


@pytest.mark.parametrize("is_known_first", [True, False])
async def test_of_several_authors_the_one_we_know_tells(office: PostOffice, is_known_first: bool) -> None:
    customer = await office.known_customer()
    (contact,) = (await office.read("/contacts", customer_id=customer["id"]))["items"]
    authors = ["Petri Aho <petri.aho@northwind.example>", "a@unknown.example"]
    sender = ", ".join(authors if is_known_first else reversed(authors))
    interaction = await office.interaction(await office.deliver(letter(sender=sender)))

    assert (interaction["customer_id"], interaction["matched_by"]) == (customer["id"], "contact")
    assert interaction["contact_id"] == contact["id"]
    named = {one["address"]: one["contact_id"] for one in interaction["participants"] if one["role"] == "from"}
    assert named == {"petri.aho@northwind.example": contact["id"], "a@unknown.example": None}
    (recorded,) = await office.said("interaction.recorded")
    assert (recorded.personal or {})["from_name"] == "Petri Aho"


async def test_what_a_member_writes_with_somebody_else_is_from_the_other_side(office: PostOffice) -> None:
    customer = await office.known_customer()
    sender = f"{office.workspace.owner.email}, Petri Aho <petri.aho@northwind.example>"
    interaction = await office.interaction(await office.deliver(letter(sender=sender, to="x@elsewhere.example")))

    assert (interaction["direction"], interaction["author_id"]) == ("inbound", None)
    assert interaction["customer_id"] == customer["id"]


async def test_an_unknown_sender_waits_in_the_queue_with_the_reason(office: PostOffice) -> None:
    message = await office.deliver(letter(sender="Nobody <nobody@elsewhere.example>"))
    (queued,) = (await office.read("/inbound-messages", status="unmatched"))["items"]
    (unmatched,) = await office.said("inbound_message.unmatched")

    assert queued["id"] == message["id"]
    assert "nobody@elsewhere.example" in queued["reason"]
    assert queued["mails"][0]["subject"] == "Late news on slips"
    assert queued["mails"][0]["from_name"] == "Nobody"
    assert unmatched.data["interaction_ids"] == message["interaction_ids"]
    assert (await office.interaction(message))["customer_id"] is None


async def test_an_address_of_contacts_of_two_customers_matches_neither(office: PostOffice) -> None:
    await office.known_customer("One")
    await office.known_customer("Two")
    message = await office.deliver(letter())

    assert message["status"] == "unmatched"
    assert "several customers" in message["reason"]


async def test_a_free_mail_domain_matches_nobody(office: PostOffice) -> None:
    await office.workspace.create("/customers", name="Careless", domains=["gmail.com"])

    assert (await office.deliver(letter(sender="someone@gmail.com")))["status"] == "unmatched"


async def test_what_a_member_sends_is_outbound_and_about_whom_it_is_sent_to(office: PostOffice) -> None:
    customer = await office.known_customer()
    member = office.workspace.owner
    mail = letter(sender=member.email, to="Petri Aho <petri.aho@northwind.example>")
    interaction = await office.interaction(await office.deliver(mail))

    assert interaction["direction"] == "outbound"
    assert interaction["customer_id"] == customer["id"]
    assert interaction["author_id"] == str(member.user_id)
    assert interaction["participants"][0]["user_id"] == str(member.user_id)


async def test_matching_by_hand_takes_the_threads_unmatched_mails_along(office: PostOffice) -> None:
    first = await office.deliver(letter(sender="a@x.example", message_id="<1@x>", text="one"))
    second = await office.deliver(letter(sender="b@x.example", message_id="<2@x>", In_Reply_To="<1@x>", text="two"))
    other = await office.deliver(letter(sender="a@x.example", message_id="<9@x>", text="elsewhere"))
    customer = await office.workspace.create("/customers", name="Northwind")
    project = await office.workspace.create("/projects", name="Move", customer_ids=[customer["id"]])

    await _send(office, "POST", f"/inbound-messages/{first['id']}/match", {"customer_id": customer["id"]})

    by_hand, by_thread = [await office.interaction(await office.message(one["id"])) for one in (first, second)]
    assert (by_hand["matched_by"], by_thread["matched_by"]) == ("hand", "thread")
    assert by_hand["customer_id"] == by_thread["customer_id"] == customer["id"]
    assert by_hand["project_ids"] == by_thread["project_ids"] == [project["id"]]
    assert (await office.message(second["id"]))["status"] == "processed"
    assert (await office.message(other["id"]))["status"] == "unmatched"
    assert len((await office.read(f"/customers/{customer['id']}/timeline"))["items"]) >= 2
    assert len(await office.said("inbound_message.matched")) == 1
    assert len(await office.said("interaction.updated")) == 2


async def test_moving_the_mail_on_its_own_page_takes_it_out_of_the_queue(office: PostOffice) -> None:
    message = await office.deliver(letter(sender="a@x.example"))
    customer = await office.workspace.create("/customers", name="Northwind")
    path = f"/interactions/{message['interaction_ids'][0]}"

    changed = await _send(office, "PATCH", path, {"customer_id": customer["id"]})

    assert changed["matched_by"] == "hand"
    assert (await office.message(message["id"]))["status"] == "processed"


async def test_a_replay_matches_a_mail_whose_customer_is_known_by_now(office: PostOffice) -> None:
    message = await office.deliver(letter(message_id=None))
    customer = await office.known_customer()

    await _send(office, "POST", f"/inbound-messages/{message['id']}/replay", expected=202)
    await office.reader.drain()

    replayed = await office.message(message["id"])
    assert replayed["status"] == "processed"
    assert replayed["interaction_ids"] == message["interaction_ids"]
    assert (await office.interaction(replayed))["customer_id"] == customer["id"]
    assert len((await office.read("/interactions"))["items"]) == 1


async def test_matching_needs_a_customer_or_a_contact_that_is_there(office: PostOffice) -> None:
    message = await office.deliver(letter(sender="a@x.example"))
    path = f"/inbound-messages/{message['id']}/match"

    assert (await _send(office, "POST", path, {}, 422))["errors"][0]["pointer"] == "/customer_id"
    for body in ({"customer_id": message["id"]}, {"contact_id": message["id"]}):
        assert (await _send(office, "POST", path, body, 404))["errors"][0]["code"] == "unknown_reference"
    assert (await office.message(message["id"]))["status"] == "unmatched"


async def test_a_refused_request_has_nothing_to_match(office: PostOffice) -> None:
    await office.post(letter(), signature="wrong")
    (refused,) = (await office.read("/inbound-messages"))["items"]
    customer = await office.workspace.create("/customers", name="Northwind")

    body = {"customer_id": customer["id"]}
    problem = await _send(office, "POST", f"/inbound-messages/{refused['id']}/match", body, 409)

    assert problem["status"] == 409
    assert (await office.message(refused["id"]))["status"] == "refused"


async def test_a_wrong_match_is_taken_back_with_what_followed_from_it(office: PostOffice) -> None:
    first = await office.deliver(letter(sender="a@x.example", message_id="<1@x>", text="one"))
    second = await office.deliver(letter(sender="b@x.example", message_id="<2@x>", In_Reply_To="<1@x>", text="two"))
    customer = await office.workspace.create("/customers", name="Northwind")
    await office.workspace.create("/projects", name="Move", customer_ids=[customer["id"]])
    path = f"/inbound-messages/{first['id']}/match"
    await _send(office, "POST", path, {"customer_id": customer["id"]})
    taken_back = await _send(office, "POST", path, {"customer_id": None})

    assert taken_back["status"] == "unmatched"
    for one in (first, second):
        message = await office.message(one["id"])
        interaction = await office.interaction(message)
        assert message["status"] == "unmatched"
        assert (interaction["customer_id"], interaction["matched_by"], interaction["project_ids"]) == (None, None, [])
    timeline = (await office.read(f"/customers/{customer['id']}/timeline"))["items"]
    assert [item for item in timeline if item["type"] == "interaction"] == []

    await _send(office, "POST", path, {"customer_id": customer["id"]})
    assert (await office.message(second["id"]))["status"] == "processed"


async def test_a_customer_made_for_a_mail_leaves_with_the_match(office: PostOffice) -> None:
    message = await office.deliver(letter(sender="Nils <nils@harbour.example>"))
    customer = await office.workspace.create("/customers", name="Harbour")
    given = {"customer_id": customer["id"], "name": "Nils", "emails": ["nils@harbour.example"]}
    person = await office.workspace.create("/contacts", **given)
    paths = [f"/api/v1/contacts/{person['id']}", f"/api/v1/customers/{customer['id']}"]
    client = office.workspace.client

    await _send(office, "POST", f"/inbound-messages/{message['id']}/match", {"contact_id": person["id"]})
    used = [(await client.delete(path, params={"only_unused": True})).status_code for path in paths]
    await _send(office, "POST", f"/inbound-messages/{message['id']}/match", {"customer_id": None})
    unused = [(await client.delete(path, params={"only_unused": True})).status_code for path in paths]

    assert used == [409, 409]
    assert unused == [204, 204]


async def test_what_waits_is_read_once_more_all_together(office: PostOffice) -> None:
    for number in range(3):
        await office.deliver(letter(message_id=f"<{number}@x>", text=str(number)))
    failed = await office.deliver(b"not a mail")
    await office.known_customer()

    elsewhere = {"status": "unmatched", "source_id": failed["id"]}
    unknown = await _send(office, "POST", "/inbound-messages/replay", elsewhere, 404)
    assert unknown["errors"][0]["pointer"] == "/source_id"
    everything = {"status": "unmatched", "source_id": office.source["id"]}
    assert (await _send(office, "POST", "/inbound-messages/replay", everything, 202))["count"] == 3
    await office.reader.drain()

    assert (await office.read("/inbound-messages", status="unmatched"))["items"] == []
    assert len((await office.read("/inbound-messages", status="processed"))["items"]) == 3
    assert (await office.message(failed["id"]))["status"] == "failed"
    assert (await office.read("/inbound-messages", kind="bounce"))["items"] == []
