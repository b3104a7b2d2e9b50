"""The worker beside the API and the notifier: from a customer's word to a colleague's bell; its life as a process."""

import asyncio
import json
import os
import signal
import sys
import time
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from uuid import UUID

from deploy.local.product import ROOT
from services.api.customers.schemas import CustomerCreate
from services.api.customers.service import add_customer
from services.api.identity.accounts.models import User
from services.api.identity.members.models import Member
from services.api.identity.members.service import joined
from services.api.interactions.schemas import InteractionCreate
from services.api.interactions.service import record_interaction
from services.kit.actor import system_actor
from services.kit.clock import now
from tests.integration.worker.conftest import Product, until
from tests.integration.worker.test_receipts import DELIVERIES, NOTIFICATIONS, items
from tests.support.smtp_sink import SmtpSink
from tests.support.workspace import TestWorkspace


async def introduce(workspace: TestWorkspace) -> None:
    """Say who is there, as signing up does."""
    async with workspace.parts.database.work(system_actor(workspace.id), correlation_id="test-joined") as work:
        for person in workspace.people:
            member = await work.session.get(Member, (workspace.id, person.user_id))
            user = await work.session.get(User, person.user_id)
            assert member is not None
            assert user is not None
            joined(work, user=user, member=member)


async def test_what_a_customer_says_reaches_the_owner_in_the_app_and_by_mail(product: Product, sink: SmtpSink) -> None:
    workspace = await product.workspaces.make()
    colleague = await workspace.join("member")
    await introduce(workspace)
    customer = await workspace.create("/customers", name="Northwind", owner_id=str(workspace.owner.user_id))
    call = {
        "channel": "call",
        "direction": "inbound",
        "occurred_at": now().isoformat(),
        "subject": "Late news on slips",
        "text": "We heard of it from the site.",
        "customer_id": customer["id"],
    }

    async with product.worker(), product.notifier():
        recorded = await colleague.client.post("/api/v1/interactions", json=call)
        assert recorded.status_code == 201, recorded.text
        await until(lambda: _count(workspace, NOTIFICATIONS, 1))
        await until(lambda: _count(workspace, DELIVERIES, 2))

    [notification] = await items(workspace, NOTIFICATIONS)
    assert "Late news on slips" in notification["title"]
    assert (notification["link_kind"], notification["link_id"]) == ("interaction", recorded.json()["id"])
    assert {(item["channel"], item["status"]) for item in await items(workspace, DELIVERIES)} == {
        ("in_app", "sent"),
        ("email", "sent"),
    }
    assert [mail.recipients for mail in sink.mails] == [[workspace.owner.email]]


async def test_an_import_is_learned_from_and_nobody_is_told_of_it(product: Product, sink: SmtpSink) -> None:
    workspace = await product.workspaces.make()
    await introduce(workspace)
    importer = replace(system_actor(workspace.id), is_import=True)
    async with workspace.parts.database.work(importer, correlation_id="test-import") as work:
        given = CustomerCreate(name="Northwind", owner_id=workspace.owner.user_id)
        customer = await add_customer(work, given=given)
        await record_interaction(work, given=_call("loaded", customer.id))

    async with product.worker(), product.notifier():
        async with workspace.parts.database.work(system_actor(workspace.id), correlation_id="test-live") as work:
            await record_interaction(work, given=_call("live", customer.id))
        await until(lambda: _count(workspace, NOTIFICATIONS, 1))
        await until(lambda: _count(workspace, DELIVERIES, 2))

    assert ["live" in item["title"] for item in await items(workspace, NOTIFICATIONS)] == [True]
    assert len(sink.mails) == 1


def _call(subject: str, customer_id: UUID) -> InteractionCreate:
    return InteractionCreate(
        channel="call", direction="inbound", occurred_at=now(), subject=subject, customer_id=customer_id
    )


async def test_without_the_broker_events_get_their_positions_and_the_worker_lives_on(
    product: Product, sink: SmtpSink
) -> None:
    workspace = await product.workspaces.make()
    deaf = Product(product.settings.model_copy(update={"nats_url": "nats://127.0.0.1:9"}), product.workspaces)
    async with deaf.worker():
        await workspace.create("/customers", name="Northwind")

        async def is_in_the_feed() -> bool:
            events = (await workspace.client.get("/api/v1/events")).json()["items"]
            return [event["type"] for event in events] == ["customer.created"]

        await until(is_in_the_feed)


def _environment(product: Product, folder: Path) -> dict[str, str]:
    return {
        **os.environ,
        "DATABASE_URL": product.settings.database_url,
        "NATS_URL": product.settings.nats_url,
        "SECRET_KEY": product.settings.secret_key,
        "DATA_DIR": str(folder),
    }


async def test_the_process_stops_in_time_and_logs_json(product: Product, tmp_path: Path) -> None:
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "services.api.worker"),
        cwd=ROOT,
        env=_environment(product, tmp_path),
        stdout=asyncio.subprocess.PIPE,
    )
    assert process.stdout is not None
    lines: list[str] = []
    async with asyncio.timeout(60):
        while not any("broker connected" in line for line in lines):
            lines.append((await process.stdout.readline()).decode())
    asked_at = time.monotonic()
    process.send_signal(signal.SIGTERM)
    rest, _ = await asyncio.wait_for(process.communicate(), 20)

    assert process.returncode == 0
    assert timedelta(seconds=time.monotonic() - asked_at) < timedelta(seconds=15)
    entries = [json.loads(line) for line in [*lines, *rest.decode().splitlines()] if line.strip()]
    assert {entry["service"] for entry in entries} == {"worker"}
    assert entries[-1]["event"] == "worker stopped"


async def _count(workspace: TestWorkspace, path: str, least: int) -> bool:
    return len(await items(workspace, path)) >= least
