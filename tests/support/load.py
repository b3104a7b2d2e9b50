"""Load profile L: many clients that write at a steady rate and log every acknowledged write to a file."""

import asyncio
import json
import random
import secrets
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx2

from tests.support.tenants import Tenant

RETRY_SECONDS = 0.1
GIVE_UP_SECONDS = 30.0
CHANGES_KEPT = 20


@dataclass
class WriteLoad:
    """`clients` writers share `rate` writes a second.

    A write without an answer is repeated under its Idempotency-Key until there is one.
    """

    url: str
    tenants: Sequence[Tenant]
    log_file: Path
    rate: float = 200.0
    clients: int = 50
    seed: int = 1
    acknowledged: int = 0
    unanswered: int = 0
    refused: list[str] = field(default_factory=list)
    acknowledged_at: list[float] = field(default_factory=list)
    #: Moment (`time.monotonic()`) and length of every answered write, in seconds.
    answers: list[tuple[float, float]] = field(default_factory=list)
    _stop: asyncio.Event = field(default_factory=asyncio.Event)

    async def run(self) -> None:
        """Write until `stop`."""
        with self.log_file.open("a", buffering=1) as log:
            async with asyncio.TaskGroup() as group:
                for number in range(self.clients):
                    tenant = self.tenants[number % len(self.tenants)]
                    group.create_task(_Writer(self, tenant, random.Random(self.seed * 1000 + number), log).run())

    def stop(self) -> None:
        """Let every client finish the write it has begun."""
        self._stop.set()

    @property
    def is_stopping(self) -> bool:
        """Whether `stop` was called."""
        return self._stop.is_set()

    def answered_within(self, begin: float, end: float) -> list[float]:
        """How long the writes took that were asked between two moments, in seconds."""
        return [seconds for asked, seconds in self.answers if begin <= asked < end]

    def first_after(self, moment: float) -> float | None:
        """Seconds from a moment (`time.monotonic()`) to the first acknowledgement after it."""
        return next((at - moment for at in self.acknowledged_at if at > moment), None)


@dataclass
class _Writer:
    load: WriteLoad
    tenant: Tenant
    chance: random.Random
    log: Any
    own: list[str] = field(default_factory=list)

    async def run(self) -> None:
        pause = self.load.clients / self.load.rate
        headers = {"Authorization": f"Bearer {self.tenant.key}"}
        await asyncio.sleep(self.chance.random() * pause)
        async with httpx2.AsyncClient(base_url=self.load.url, headers=headers, timeout=10) as client:
            due = time.monotonic()
            while not self.load.is_stopping:
                await self._write(client)
                # A pace, not a burst: what a crash delayed is not made up for.
                due = max(due + pause, time.monotonic() - pause)
                await asyncio.sleep(max(0.0, due - time.monotonic()))

    async def _write(self, client: httpx2.AsyncClient) -> None:
        intent, drawn = secrets.token_hex(8), self.chance.random()
        if drawn < 0.2 and self.own:
            body: dict[str, Any] = {"website": f"https://{intent}.example"}
            await self._until_answered(client, "PATCH", f"/api/v1/customers/{self.chance.choice(self.own)}", "", body)
        elif drawn < 0.5:
            await self._until_answered(client, "POST", "/api/v1/customers", intent, {"name": f"Load {intent}"})
        else:
            is_news = drawn > 0.9
            body = {
                "channel": "call",
                "direction": "inbound" if is_news else "internal",
                "occurred_at": "2026-11-20T08:15:00Z",
                "subject": f"Load {intent}",
                "text": "They asked to move the go-live to week 6.",
                "customer_id": str(self.chance.choice(self.tenant.customer_ids)),
            }
            await self._until_answered(client, "POST", "/api/v1/interactions", intent, body)

    async def _until_answered(
        self, client: httpx2.AsyncClient, method: str, path: str, intent: str, body: dict[str, Any]
    ) -> None:
        headers = {"Idempotency-Key": intent} if method == "POST" else {}
        deadline = time.monotonic() + GIVE_UP_SECONDS
        while time.monotonic() < deadline:
            asked = time.monotonic()
            try:
                answer = await client.request(method, path, json=body, headers=headers)
            except httpx2.HTTPError:
                self.load.unanswered += 1
                await asyncio.sleep(RETRY_SECONDS)
                continue
            self.load.answers.append((asked, time.monotonic() - asked))
            if answer.is_success:
                self._keep(path, intent, answer.json())
                return
            if answer.status_code not in {409, 503}:
                self.load.refused.append(f"{method} {path} {answer.status_code} {answer.text[:200]}")
                return
            await asyncio.sleep(RETRY_SECONDS)
        self.load.refused.append(f"{method} {path}: no answer for {GIVE_UP_SECONDS} s")

    def _keep(self, path: str, intent: str, read: dict[str, Any]) -> None:
        kind = "interaction" if path.endswith("/interactions") else "customer"
        entry = {"kind": kind, "id": read["id"], "version": read["version"], "intent": intent}
        self.log.write(json.dumps(entry) + "\n")
        self.load.acknowledged += 1
        self.load.acknowledged_at.append(time.monotonic())
        if kind == "customer" and intent:
            self.own = [*self.own, read["id"]][-CHANGES_KEPT:]
