"""A mail that comes in is on the right timelines, with everything that a person wants to know of it."""

import pytest

from services.kit.database import Database
from tests.support.post_office import PostOffice, letter
from tests.support.workspace import BASE, Workspaces


@pytest.fixture
async def office(workspaces: Workspaces, worker_database: Database) -> PostOffice:
    """A source of a fresh workspace."""
    return await PostOffice.open(workspaces, worker_database)


async def test_a_mail_of_a_contact_is_on_the_timelines_of_contact_customer_and_their_open_project(
    office: PostOffice,
) -> None:
    customer = await office.known_customer()
    project = await office.workspace.create("/projects", name="Warehouse move", customer_ids=[customer["id"]])
    message = await office.deliver(letter())
    interaction = await office.interaction(message)

    assert message["status"] == "processed"
    assert interaction["customer_id"] == customer["id"]
    assert interaction["project_ids"] == [project["id"]]
    assert interaction["matched_by"] == "contact"
    assert interaction["direction"] == "inbound"
    assert interaction["external_id"] == "1@northwind.example"
    assert interaction["occurred_at"].startswith("2026-11-20T08:15:00")
    for path in ("customers", "contacts", "projects"):
        subject = {"customers": customer["id"], "contacts": interaction["contact_id"], "projects": project["id"]}[path]
        items = (await office.read(f"/{path}/{subject}/timeline"))["items"]
        (item,) = [item for item in items if item["type"] == "interaction"]
        assert item["id"] == interaction["id"]
        assert item["title"] == "Late news on slips"
        assert item["actor_name"] == "Petri Aho"
        assert item["snippet"] == "We heard of the delay from the site, not from you."
    assert (await office.read(f"/customers/{customer['id']}"))["last_interaction_at"].startswith("2026-11-20T08:15")


async def test_the_event_says_whom_it_concerns_and_keeps_personal_words_apart(office: PostOffice) -> None:
    customer = await office.known_customer()
    await office.deliver(letter())
    (recorded,) = await office.said("interaction.recorded")

    assert recorded.data["customer_id"] == customer["id"]
    assert recorded.personal is not None
    assert recorded.personal["subject"] == "Late news on slips"
    assert recorded.actor["kind"] == "source"
    assert "slips" not in str(recorded.data)


async def test_a_mail_can_be_found_by_its_words_its_people_and_its_files(office: PostOffice) -> None:
    file = "Content-Disposition: attachment; filename=tides.pdf\r\n\r\nx"
    body = f"--cut\r\n\r\nThe quay is closed.\r\n--cut\r\n{file}\r\n--cut--"
    await office.deliver(letter(text=body, Content_Type="multipart/mixed; boundary=cut"))

    for words in ("quay closed", "petri", "tides", "late news"):
        found = (await office.read("/search", q=words, types="interaction"))["items"]
        assert len(found) == 1, words


async def test_a_reply_shows_what_was_written_keeps_the_whole_and_is_found_by_all_of_it(office: PostOffice) -> None:
    said = "On Thu, 19 Nov 2026 at 09:00, Mara Lind <mara@lindqvist.example> wrote:"
    whole = f"We move on Friday.\n\n{said}\n> When do the forklifts move?\n\n-- \nPetri Aho"
    interaction = await office.interaction(await office.deliver(letter(text=whole.replace("\n", "\r\n"))))

    assert interaction["text"] == interaction["snippet"] == "We move on Friday."
    assert interaction["text_full"] == whole
    for words in ("move friday", "forklifts"):
        assert len((await office.read("/search", q=words, types="interaction"))["items"]) == 1, words


async def test_files_are_listed_with_what_is_known_of_them(office: PostOffice) -> None:
    body = "--cut\r\n\r\nhi\r\n--cut\r\nContent-Type: application/pdf; name=a.pdf\r\n\r\n12345\r\n--cut--"
    interaction = await office.interaction(
        await office.deliver(letter(text=body, Content_Type="multipart/mixed; boundary=cut"))
    )

    (file,) = interaction["attachments"]
    assert (file["file_name"], file["content_type"], file["size"]) == ("a.pdf", "application/pdf", 5)


async def test_the_same_message_with_other_content_is_another_interaction_of_the_same_thread(
    office: PostOffice,
) -> None:
    first = await office.interaction(await office.deliver(letter(text="one")))
    again = await office.interaction(await office.deliver(letter(text="one", Received="from mx by list")))
    other = await office.interaction(await office.deliver(letter(text="two")))

    assert again["id"] == first["id"]
    assert other["id"] != first["id"]
    assert other["thread_id"] == first["thread_id"]


async def test_what_postgresql_cannot_hold_does_not_keep_a_mail_out(office: PostOffice) -> None:
    message = await office.deliver(letter(subject="a\x00b", text="c\x00d", Reply_To="x\x00@y.example"))
    interaction = await office.interaction(message)

    assert (interaction["subject"], interaction["text"].strip()) == ("ab", "cd")


async def test_mail_of_programs_is_marked_and_is_not_the_customer_being_in_touch(office: PostOffice) -> None:
    customer = await office.known_customer()
    interaction = await office.interaction(await office.deliver(letter(Auto_Submitted="auto-replied")))

    assert interaction["is_automatic"] is True
    assert (await office.read(f"/customers/{customer['id']}"))["last_interaction_at"] is None


async def test_of_automatic_mail_others_learn_the_kind_and_whose_mail_bounced(office: PostOffice) -> None:
    await office.known_customer(domains=["northwind.example"])
    await office.deliver(letter(message_id="<1@x>", subject="Automatic reply: Plan", text="I am away until Monday."))
    notice = "This is the mail system at host mx.\n\n<ann@northwind.example>: host mx said: 550 unknown user"
    daemon = "MAILER-DAEMON@northwind.example"
    await office.deliver(letter(message_id="<2@x>", sender=daemon, subject="Undelivered Mail", text=notice))

    away, bounce = [event.data | (event.personal or {}) for event in await office.said("interaction.recorded")]
    assert (away["is_automatic"], away["automatic_kind"], away["bounced_addresses"]) == (True, "out_of_office", [])
    assert (bounce["is_automatic"], bounce["automatic_kind"]) == (True, "bounce")
    assert bounce["bounced_addresses"] == ["ann@northwind.example"]
    assert bounce["customer_id"] is not None


async def test_a_mail_of_a_private_project_is_seen_by_its_people_only(office: PostOffice) -> None:
    customer = await office.known_customer()
    project = await office.workspace.create("/projects", name="Merger", customer_ids=[customer["id"]], is_private=True)
    outsider = await office.workspace.join("member")
    interaction = await office.interaction(await office.deliver(letter()))
    path = f"{BASE}/interactions/{interaction['id']}"
    timeline = f"{BASE}/customers/{customer['id']}/timeline"

    assert (await outsider.client.get(path)).status_code == 404
    assert (await outsider.client.get(timeline)).json()["items"] == []

    opened = await office.workspace.client.patch(f"{BASE}/projects/{project['id']}", json={"is_private": False})
    assert opened.status_code == 200
    assert (await outsider.client.get(path)).status_code == 200
    shown = (await outsider.client.get(timeline, params={"type": "interaction"})).json()["items"]
    assert [item["id"] for item in shown] == [interaction["id"]]
