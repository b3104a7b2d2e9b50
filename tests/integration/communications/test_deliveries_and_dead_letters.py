"""What became of deliveries, and what could not be worked through."""

from datetime import datetime, timedelta
from uuid import UUID

import pytest

from services.api.communications.dead_letters import service as dead_letters
from services.api.communications.receipts import service as receipts
from services.kit.actor import system_actor
from services.kit.clock import now
from services.kit.ids import new_id
from tests.integration.communications.conftest import Feed
from tests.support.workspace import TestWorkspace, Workspaces

DELIVERIES, DEAD_LETTERS = "/api/v1/deliveries", "/api/v1/dead-letters"


async def sent(workspace: TestWorkspace, event_id: UUID, *, occurred_at: datetime | None = None) -> None:
    """A receipt of a mail that went out."""
    async with workspace.parts.database.work(system_actor(workspace.id), correlation_id="test-sent") as work:
        await receipts.note_sent(
            work,
            event_id=event_id,
            recipient_user_id=workspace.owner.user_id,
            channel="email",
            message_id="<1@rapport.example>",
            occurred_at=occurred_at or now(),
        )


async def failed(workspace: TestWorkspace, event_id: UUID, *, occurred_at: datetime) -> None:
    """A receipt of a mail that nobody tries again."""
    async with workspace.parts.database.work(system_actor(workspace.id), correlation_id="test-failed") as work:
        await receipts.note_failed(
            work,
            event_id=event_id,
            recipient_user_id=workspace.owner.user_id,
            channel="email",
            reason="550 no such mailbox",
            occurred_at=occurred_at,
        )


async def park(workspace: TestWorkspace, event_id: UUID, *, error: str = "ValueError: no subject") -> UUID:
    """A dead letter; returns its id."""
    async with workspace.parts.database.work(system_actor(workspace.id), correlation_id="test-parked") as work:
        dead_letter = await dead_letters.park(
            work,
            consumer="notifier",
            event_id=event_id,
            event_type="interaction.recorded",
            error=error,
            attempts=8,
            parked_at=now(),
        )
    return dead_letter.id


async def test_deliveries_are_listed_by_event(workspaces: Workspaces) -> None:
    workspace = await workspaces.make()
    wanted, other = new_id(), new_id()
    await sent(workspace, wanted)
    await sent(workspace, other)

    items = (await workspace.client.get(DELIVERIES, params={"event_id": str(wanted)})).json()["items"]

    assert [(item["event_id"], item["status"], item["channel"]) for item in items] == [(str(wanted), "sent", "email")]
    assert len((await workspace.client.get(DELIVERIES)).json()["items"]) == 2


async def test_the_latest_word_on_a_delivery_stays_whatever_order_it_comes_in(workspaces: Workspaces) -> None:
    workspace = await workspaces.make()
    event_id = new_id()
    await sent(workspace, event_id)
    await failed(workspace, event_id, occurred_at=now() - timedelta(minutes=1))

    [item] = (await workspace.client.get(DELIVERIES)).json()["items"]
    assert (item["status"], item["reason"]) == ("sent", None)

    await failed(workspace, event_id, occurred_at=now() + timedelta(minutes=1))
    [item] = (await workspace.client.get(DELIVERIES)).json()["items"]
    assert (item["status"], item["reason"], item["message_id"]) == ("failed", "550 no such mailbox", None)


async def test_a_replay_asks_the_consumer_and_may_be_asked_again(workspaces: Workspaces, feed: Feed) -> None:
    workspace = await workspaces.make()
    event_id = new_id()
    dead_letter_id = await park(workspace, event_id)

    first = await workspace.client.post(f"{DEAD_LETTERS}/{dead_letter_id}/replay")
    second = await workspace.client.post(f"{DEAD_LETTERS}/{dead_letter_id}/replay")

    assert (first.status_code, second.status_code) == (202, 202)
    assert first.json()["status"] == "replaying"
    asked = [event for event in await feed(workspace.owner) if event["type"] == "dead_letter.replay_requested"]
    assert [event["data"] for event in asked] == [{"event_id": str(event_id), "consumer": "notifier"}] * 2
    assert [event["sequence"] for event in asked] == [2, 3]


async def test_an_event_parked_again_is_one_dead_letter_with_the_new_reason(workspaces: Workspaces) -> None:
    workspace = await workspaces.make()
    event_id = new_id()
    dead_letter_id = await park(workspace, event_id)
    await workspace.client.post(f"{DEAD_LETTERS}/{dead_letter_id}/replay")
    await park(workspace, event_id, error="KeyError: title")

    [item] = (await workspace.client.get(DEAD_LETTERS)).json()["items"]

    assert (item["id"], item["status"], item["error"]) == (str(dead_letter_id), "parked", "KeyError: title")


async def test_a_closed_dead_letter_is_gone(workspaces: Workspaces) -> None:
    workspace = await workspaces.make()
    event_id = new_id()
    dead_letter_id = await park(workspace, event_id)
    async with workspace.parts.database.work(system_actor(workspace.id), correlation_id="test-closed") as work:
        dead_letters.close(work, consumer="notifier", event_id=event_id)

    assert (await workspace.client.get(DEAD_LETTERS)).json()["items"] == []
    assert (await workspace.client.post(f"{DEAD_LETTERS}/{dead_letter_id}/replay")).status_code == 404


@pytest.mark.parametrize("role", ["manager", "member", "viewer"])
async def test_dead_letters_are_for_admins(workspaces: Workspaces, role: str) -> None:
    workspace = await workspaces.make()
    person = await workspace.join(role)
    dead_letter_id = await park(workspace, new_id())

    assert (await person.client.get(DEAD_LETTERS)).status_code == 403
    assert (await person.client.post(f"{DEAD_LETTERS}/{dead_letter_id}/replay")).status_code == 403


async def test_another_workspace_sees_none_of_it(workspaces: Workspaces) -> None:
    workspace, foreign = await workspaces.make(), await workspaces.make()
    dead_letter_id = await park(workspace, new_id())
    await sent(workspace, new_id())

    assert (await foreign.client.get(DEAD_LETTERS)).json()["items"] == []
    assert (await foreign.client.get(DELIVERIES)).json()["items"] == []
    assert (await foreign.client.post(f"{DEAD_LETTERS}/{dead_letter_id}/replay")).status_code == 404
