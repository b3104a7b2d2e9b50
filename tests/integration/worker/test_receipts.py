"""What the notifier says becomes what people see: once, whatever comes twice, and poison where an admin finds it."""

from typing import Any
from uuid import UUID

import pytest

from services.contracts.events.delivery import DeliveryFailed, DeliverySent, EventParked, EventReplayed
from services.kit.ids import new_id
from tests.integration.worker.conftest import Product, until
from tests.support.workspace import TestWorkspace

NOTIFICATIONS, DELIVERIES, DEAD_LETTERS = "/api/v1/notifications", "/api/v1/deliveries", "/api/v1/dead-letters"


async def items(workspace: TestWorkspace, path: str) -> list[dict[str, Any]]:
    """A list as its owner sees it."""
    answer = await workspace.client.get(path)
    assert answer.status_code == 200, answer.text
    found: list[dict[str, Any]] = answer.json()["items"]
    return found


def told(workspace: TestWorkspace, event_id: UUID, title: str = "Petri Aho wrote") -> DeliverySent:
    """A notice in the product."""
    return DeliverySent(
        event_id=event_id,
        event_type="interaction.recorded",
        recipient_user_id=workspace.owner.user_id,
        channel="in_app",
        link_kind="interaction",
        link_id=new_id(),
        title=title,
        body="We heard of it from the site.",
    )


@pytest.mark.requirement("R12")
async def test_a_receipt_that_comes_ten_times_is_one_notification_and_one_delivery(product: Product) -> None:
    workspace = await product.workspaces.make()
    event_id, receipt_id = new_id(), new_id()
    async with product.worker(), product.speaker() as speaker:
        for _ in range(10):
            await speaker.say(workspace.id, told(workspace, event_id), event_id=receipt_id)
        await speaker.say(workspace.id, told(workspace, new_id(), "the last one"))

        await until(lambda: _has(workspace, NOTIFICATIONS, title="the last one"))

    assert [item["title"] for item in await items(workspace, NOTIFICATIONS)] == ["the last one", "Petri Aho wrote"]
    assert len(await items(workspace, DELIVERIES)) == 2
    created = await product.rows(
        "SELECT count(*) AS n FROM rapport.events WHERE workspace_id = $1 AND type = 'notification.created'",
        workspace.id,
    )
    assert created[0]["n"] == 2


async def test_a_mail_that_failed_is_listed_with_its_reason(product: Product) -> None:
    workspace = await product.workspaces.make()
    failed = DeliveryFailed(
        event_id=new_id(),
        event_type="task.created",
        recipient_user_id=workspace.owner.user_id,
        channel="email",
        reason="550 no such mailbox",
    )
    async with product.worker(), product.speaker() as speaker:
        await speaker.say(workspace.id, failed)
        await until(lambda: _has(workspace, DELIVERIES, status="failed"))

    assert (await items(workspace, DELIVERIES))[0]["reason"] == "550 no such mailbox"
    assert await items(workspace, NOTIFICATIONS) == []


async def test_what_the_notifier_parked_is_shown_until_it_was_replayed(product: Product) -> None:
    workspace = await product.workspaces.make()
    event_id = new_id()
    names = {"event_id": event_id, "event_type": "interaction.recorded", "consumer": "notifier"}
    async with product.worker(), product.speaker() as speaker:
        await speaker.say(workspace.id, EventParked(**names, error="ValueError: no subject", attempts=8))
        await until(lambda: _has(workspace, DEAD_LETTERS, status="parked"))
        [dead_letter] = await items(workspace, DEAD_LETTERS)
        await workspace.client.post(f"{DEAD_LETTERS}/{dead_letter['id']}/replay")
        await until(lambda: _has(workspace, DEAD_LETTERS, status="replaying"))
        await speaker.say(workspace.id, EventReplayed(**names))
        await until(lambda: _is_empty(workspace, DEAD_LETTERS))


@pytest.mark.requirement("R13")
async def test_poison_is_parked_after_eight_tries_and_the_others_go_on(product: Product) -> None:
    workspace = await product.workspaces.make()
    async with product.worker(), product.speaker() as speaker:
        poison = await speaker.say_raw(workspace.id, "delivery.sent", {"event_id": "no id"})
        for number in range(20):
            await speaker.say(workspace.id, told(workspace, new_id(), str(number)))
        await until(lambda: _has(workspace, DEAD_LETTERS, event_id=str(poison)))
        await until(lambda: _has(workspace, NOTIFICATIONS, title="19"))
        [dead_letter] = await items(workspace, DEAD_LETTERS)
        seen = await product.rows("SELECT event_id FROM rapport.seen_receipts WHERE workspace_id = $1", workspace.id)

        assert (dead_letter["consumer"], dead_letter["attempts"]) == ("receipts", 8)
        assert "event_id" in dead_letter["error"]
        assert len(await items(workspace, NOTIFICATIONS)) == 20
        assert poison in {row["event_id"] for row in seen}

        # A replay unsees it, so that its sender says it again; said well this time, the dead letter goes.
        await workspace.client.post(f"{DEAD_LETTERS}/{dead_letter['id']}/replay")
        await until(lambda: _is_unseen(product, workspace, poison))
        await speaker.say(workspace.id, told(workspace, new_id(), "at last"), event_id=poison)
        await until(lambda: _is_empty(workspace, DEAD_LETTERS))
        assert await _has(workspace, NOTIFICATIONS, title="at last")


async def test_a_receipt_of_a_later_version_with_more_fields_is_understood(product: Product) -> None:
    workspace = await product.workspaces.make()
    data, personal = told(workspace, new_id(), "from the future").split()
    async with product.worker(), product.speaker() as speaker:
        await speaker.say_raw(workspace.id, "delivery.sent", {**data, "colour": "green"}, personal)
        await speaker.say_raw(workspace.id, "delivery.postponed", {"until": "tomorrow"})
        await until(lambda: _has(workspace, NOTIFICATIONS, title="from the future"))

    assert await items(workspace, DEAD_LETTERS) == []


async def _has(workspace: TestWorkspace, path: str, **expected: str) -> bool:
    return any(all(item[name] == value for name, value in expected.items()) for item in await items(workspace, path))


async def _is_empty(workspace: TestWorkspace, path: str) -> bool:
    return await items(workspace, path) == []


async def _is_unseen(product: Product, workspace: TestWorkspace, event_id: UUID) -> bool:
    sql = "SELECT 1 FROM rapport.seen_receipts WHERE workspace_id = $1 AND event_id = $2"
    return await product.rows(sql, workspace.id, event_id) == []
