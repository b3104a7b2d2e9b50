"""The dispatcher of one channel: claims what is due, sends it outside any transaction, settles it."""

import asyncio
import time
from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

import asyncpg
from prometheus_client import Counter, Histogram

from services.kit.backoff import Backoff, first_of, pause
from services.kit.listening import CONNECTION_ERRORS, keep_listening
from services.kit.telemetry import correlated, logger
from services.notifier.channels.port import Channel, Deferred, Refused
from services.notifier.ledger import Ledger
from services.notifier.notices import Delivery
from services.notifier.retry import RetrySchedule
from services.notifier.store import ROLE

WAKE_CHANNEL = "notifier_deliveries"
POLL_SECONDS = 1.0
# What is planned in a crowd is claimed together; what comes alone is claimed at once.
PACE_SECONDS = 0.02
# Renewed at each third while a delivery is under way, so it bounds only what a death or a lost answer costs.
LEASE = timedelta(seconds=15)
SEND_SECONDS = 60.0
STOP_SECONDS = 10.0
AWAY = Backoff(first=0.2, most=5.0)

DELIVERIES = Counter("deliveries_total", "Deliveries by channel and outcome.", ["channel", "outcome"])
SENDING = Histogram("delivery_send_seconds", "How long the far side took.", ["channel"])

log = logger(__name__)


@dataclass(frozen=True, slots=True)
class Outcome:
    """How an attempt ended, and the statement that records it; recording twice changes nothing."""

    name: str
    record: Callable[[], Awaitable[object]]
    reason: str | None = None


class Dispatcher:
    """Runs one channel, so that one whose far side is slow holds up no other."""

    def __init__(
        self,
        ledger: Ledger,
        channel: Channel,
        *,
        concurrency: int,
        schedule: RetrySchedule | None = None,
        lease: timedelta = LEASE,
    ) -> None:
        self._ledger, self._channel = ledger, channel
        self._concurrency = concurrency
        self._schedule = schedule or RetrySchedule()
        self._lease = lease
        self._wake = asyncio.Event()
        self._running: set[asyncio.Task[None]] = set()
        self._held: dict[UUID, Delivery] = {}
        self._renewed_at = 0.0

    async def run(self, stop: asyncio.Event, url: str) -> None:
        """Send until `stop`; then finish what is under way, at most 10 s. `url` is where to listen for new work."""
        listening = asyncio.create_task(
            keep_listening(
                url, role=ROLE, application=f"dispatch-{self._channel.name}", channels=[WAKE_CHANNEL],
                wake=self._wake, stop=stop,
            )
        )  # fmt: skip
        failures = 0
        try:
            while not stop.is_set():
                try:
                    await self._round(stop)
                    failures = 0
                except (*CONNECTION_ERRORS, asyncpg.TransactionRollbackError) as error:
                    failures += 1
                    log.warning("dispatch interrupted", channel=self._channel.name, error=repr(error))
                    await pause(stop, AWAY.after(failures))
        finally:
            await self._finish(listening)

    async def _round(self, stop: asyncio.Event) -> None:
        self._wake.clear()
        begun = time.monotonic()
        await self._renew()
        free = self._concurrency - len(self._running)
        claimed = await self._ledger.claim(self._channel.name, free, self._lease) if free else []
        for delivery in claimed:
            task = asyncio.create_task(self._deliver(delivery))
            self._running.add(task)
            task.add_done_callback(self._ended)
        if len(claimed) < free or not free:
            await first_of(self._wake, stop, seconds=min(POLL_SECONDS, self._lease.total_seconds() / 3))
            if (early := begun + PACE_SECONDS - time.monotonic()) > 0:
                await pause(stop, early)

    async def _renew(self) -> None:
        if self._held and time.monotonic() - self._renewed_at >= self._lease.total_seconds() / 3:
            await self._ledger.renew(self._held.values(), self._lease)
            self._renewed_at = time.monotonic()

    def _ended(self, task: "asyncio.Task[None]") -> None:
        # A place is free again: look for more at once if all places were taken.
        if len(self._running) == self._concurrency:
            self._wake.set()
        self._running.discard(task)

    async def _deliver(self, delivery: Delivery) -> None:
        if delivery.id in self._held:
            # Its lease ran out while PostgreSQL was away; the one who holds it will settle it.
            return
        self._held[delivery.id] = delivery
        with correlated(delivery.correlation_id):
            try:
                reason = self._channel.withholds(delivery)
                outcome = self._withheld(delivery, reason) if reason else await self._send(delivery)
                await self._settle(delivery, outcome)
            except Exception:
                # A task of its own: nobody else would hear of it. The lease brings the delivery back here.
                log.exception("delivery not settled", delivery_id=str(delivery.id))
            finally:
                self._held.pop(delivery.id, None)

    async def _send(self, delivery: Delivery) -> Outcome:
        try:
            with SENDING.labels(self._channel.name).time():
                receipt = await asyncio.wait_for(self._channel.send(delivery), SEND_SECONDS)
        except Refused as error:
            return self._failed(delivery, str(error))
        except Deferred as error:
            return self._deferred(delivery, str(error))
        except Exception as error:
            log.exception("channel failed", delivery_id=str(delivery.id), channel=self._channel.name)
            return self._deferred(delivery, f"{type(error).__name__}: {error}")
        return Outcome("sent", lambda: self._ledger.sent(delivery, receipt))

    def _deferred(self, delivery: Delivery, error: str) -> Outcome:
        delay = self._schedule.next_after(delivery.attempts)
        if delay is None:
            return self._failed(delivery, error)
        return Outcome("deferred", lambda: self._ledger.postpone(delivery, delay, error), error)

    def _failed(self, delivery: Delivery, error: str) -> Outcome:
        return Outcome("failed", lambda: self._ledger.failed(delivery, error), error)

    def _withheld(self, delivery: Delivery, reason: str) -> Outcome:
        return Outcome("withheld", lambda: self._ledger.withheld(delivery, reason), reason)

    async def _settle(self, delivery: Delivery, outcome: Outcome) -> None:
        """Record what happened, however long PostgreSQL is away: a mail that went out must not go out again."""
        failures = 0
        while True:
            try:
                await outcome.record()
                break
            except CONNECTION_ERRORS as error:
                failures += 1
                log.warning("delivery not settled yet", delivery_id=str(delivery.id), error=repr(error))
                await asyncio.sleep(AWAY.after(failures))
        DELIVERIES.labels(self._channel.name, outcome.name).inc()
        log.info(
            "delivery settled",
            delivery_id=str(delivery.id),
            channel=self._channel.name,
            outcome=outcome.name,
            reason=outcome.reason,
        )

    async def _finish(self, listening: "asyncio.Task[None]") -> None:
        if self._running:
            await asyncio.wait(self._running, timeout=STOP_SECONDS)
        for task in self._running:
            task.cancel()
        listening.cancel()
        with suppress(asyncio.CancelledError):
            await listening
        await self._channel.close()
