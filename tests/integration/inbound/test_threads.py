"""Threads are whole and find their customer, whatever order their mails arrive in."""

import asyncio
import itertools

import pytest

from services.kit.database import Database
from tests.support.post_office import PostOffice, letter
from tests.support.workspace import Workspaces

STRANGER = "Private <petri@home.example>"


def _thread() -> dict[str, bytes]:
    """A root from a known contact, a reply of a stranger, and a late mail that names only the reply."""
    return {
        "root": letter(message_id="<root@x>", text="root"),
        "reply": letter(message_id="<reply@x>", sender=STRANGER, In_Reply_To="<root@x>", text="reply"),
        "late": letter(message_id="<late@x>", sender=STRANGER, References="<reply@x>", text="late"),
    }


@pytest.mark.parametrize("order", list(itertools.permutations(["root", "reply", "late"])), ids="-".join)
async def test_every_order_of_arrival_gives_one_thread_of_one_customer(
    order: tuple[str, ...], workspaces: Workspaces, worker_database: Database
) -> None:
    office = await PostOffice.open(workspaces, worker_database)
    customer = await office.known_customer()
    mails = _thread()
    messages = [await office.deliver(mails[name]) for name in order]

    found = (await office.read("/interactions", customer_id=customer["id"]))["items"]
    assert {item["text"].strip() for item in found} == {"root", "reply", "late"}
    assert len({item["thread_id"] for item in found}) == 1
    assert {(await office.message(message["id"]))["status"] for message in messages} == {"processed"}
    timeline = await office.read(f"/customers/{customer['id']}/timeline")
    assert len(timeline["items"]) == 3


async def test_mails_of_one_thread_that_arrive_at_once_are_one_thread(
    workspaces: Workspaces, worker_database: Database
) -> None:
    office = await PostOffice.open(workspaces, worker_database)
    for number in range(1, 9):
        mail = letter(message_id=f"<{number}@x>", References=f"<{number - 1}@x>", text=str(number))
        assert (await office.post(mail)).status_code == 202

    await asyncio.gather(office.reader.drain(), office.reader.drain())

    found = (await office.read("/interactions"))["items"]
    assert len(found) == 8
    assert len({item["thread_id"] for item in found}) == 1


async def test_a_mail_that_joins_two_threads_makes_them_one(workspaces: Workspaces, worker_database: Database) -> None:
    office = await PostOffice.open(workspaces, worker_database)
    first = await office.interaction(await office.deliver(letter(message_id="<1@x>", text="one")))
    second = await office.interaction(await office.deliver(letter(message_id="<2@x>", text="two")))
    assert first["thread_id"] != second["thread_id"]

    await office.deliver(letter(message_id="<3@x>", References="<1@x> <2@x>", text="three"))

    found = (await office.read("/interactions", thread_id=first["thread_id"]))["items"]
    assert len(found) == 3


async def test_a_thread_of_another_workspace_is_another_thread(
    workspaces: Workspaces, worker_database: Database
) -> None:
    here = await PostOffice.open(workspaces, worker_database)
    there = await PostOffice.open(workspaces, worker_database)
    ours = await here.interaction(await here.deliver(letter(message_id="<1@x>")))
    theirs = await there.interaction(await there.deliver(letter(message_id="<2@x>", In_Reply_To="<1@x>")))

    assert ours["thread_id"] != theirs["thread_id"]


@pytest.mark.parametrize("external_id", ["sent-1@lindqvist.example", "<sent-1@lindqvist.example>"])
@pytest.mark.parametrize("is_recorded_first", [True, False], ids=["then answered", "after its answer"])
async def test_an_answer_to_a_mail_that_was_only_recorded_finds_thread_customer_and_project(
    external_id: str, is_recorded_first: bool, workspaces: Workspaces, worker_database: Database
) -> None:
    office = await PostOffice.open(workspaces, worker_database)
    customer = await office.workspace.create("/customers", name="Northwind Logistics")
    projects = [
        await office.workspace.create("/projects", name=name, customer_ids=[customer["id"]]) for name in ("Move", "Run")
    ]
    given = {
        "channel": "email",
        "direction": "outbound",
        "occurred_at": "2026-11-20T08:15:00Z",
        "external_id": external_id,
        "customer_id": customer["id"],
        "project_ids": [projects[0]["id"]],
    }
    answer = letter(message_id="<reply@x>", sender=STRANGER, In_Reply_To="<sent-1@lindqvist.example>", text="reply")
    if is_recorded_first:
        recorded = await office.workspace.create("/interactions", **given)
        message = await office.deliver(answer)
    else:
        message = await office.deliver(answer)
        recorded = await office.workspace.create("/interactions", **given)

    reply = await office.interaction(message)
    assert (await office.message(message["id"]))["status"] == "processed"
    assert reply["thread_id"] == recorded["thread_id"]
    assert (reply["customer_id"], reply["matched_by"]) == (customer["id"], "thread")
    assert reply["project_ids"] == [projects[0]["id"]]
    assert recorded["external_id"] == external_id


async def test_a_mail_recorded_on_a_thread_brings_its_answers_there(
    workspaces: Workspaces, worker_database: Database
) -> None:
    office = await PostOffice.open(workspaces, worker_database)
    await office.known_customer()
    first = await office.interaction(await office.deliver(letter(message_id="<1@x>", text="one")))
    given = {"channel": "email", "occurred_at": "2026-11-20T08:15:00Z", "text": "sent", "thread_id": first["thread_id"]}
    recorded = await office.workspace.create("/interactions", external_id="<2@x>", **given)
    reply = await office.interaction(
        await office.deliver(letter(message_id="<3@x>", sender=STRANGER, In_Reply_To="<2@x>", text="reply"))
    )

    assert {recorded["thread_id"], reply["thread_id"]} == {first["thread_id"]}


async def test_an_external_id_that_is_no_message_id_ties_nothing(
    workspaces: Workspaces, worker_database: Database
) -> None:
    office = await PostOffice.open(workspaces, worker_database)
    given = {"occurred_at": "2026-11-20T08:15:00Z", "text": "x"}
    others = [
        await office.workspace.create("/interactions", channel=channel, external_id=external_id, **given)
        for channel, external_id in [("email", "crm 4711"), ("email", "crm 4711"), ("note", "1@x"), ("note", "1@x")]
    ]
    mail = await office.interaction(await office.deliver(letter(message_id="<1@x>")))

    assert len({one["thread_id"] for one in (*others, mail)}) == 5
