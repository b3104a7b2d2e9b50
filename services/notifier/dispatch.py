"""The dispatcher of one channel: claims what is due, sends it outside any transaction, settles it."""

import asyncio
from contextlib import suppress
from datetime import timedelta

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
LEASE = timedelta(seconds=90)
SEND_SECONDS = 60.0
STOP_SECONDS = 10.0
AWAY = Backoff(first=0.2, most=5.0)

DELIVERIES = Counter("deliveries_total", "Deliveries by channel and outcome.", ["channel", "outcome"])
SENDING = Histogram("delivery_send_seconds", "How long the far side took.", ["channel"])

log = logger(__name__)


class Dispatcher:
    """Runs one channel, so that a slow mail server never holds up the bell in the product."""

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
                except CONNECTION_ERRORS as error:
                    failures += 1
                    log.warning("dispatch interrupted", channel=self._channel.name, error=repr(error))
                    await pause(stop, AWAY.after(failures))
        finally:
            await self._finish(listening)

    async def _round(self, stop: asyncio.Event) -> None:
        self._wake.clear()
        free = self._concurrency - len(self._running)
        claimed = await self._ledger.claim(self._channel.name, free, self._lease) if free else []
        for delivery in claimed:
            task = asyncio.create_task(self._deliver(delivery))
            self._running.add(task)
            task.add_done_callback(self._ended)
        if len(claimed) < free or not free:
            await first_of(self._wake, stop, seconds=POLL_SECONDS)

    def _ended(self, task: "asyncio.Task[None]") -> None:
        # A place is free again: look for more at once if all places were taken.
        if len(self._running) == self._concurrency:
            self._wake.set()
        self._running.discard(task)

    async def _deliver(self, delivery: Delivery) -> None:
        with correlated(delivery.correlation_id):
            try:
                reason = self._channel.withholds(delivery)
                if reason is not None:
                    await self._ledger.withheld(delivery, reason)
                    DELIVERIES.labels(self._channel.name, "withheld").inc()
                    return
                await self._send(delivery)
            except CONNECTION_ERRORS as error:
                # The lease runs out and the delivery is due again, with the same Message-ID.
                log.warning("delivery not settled", delivery_id=str(delivery.id), error=repr(error))

    async def _send(self, delivery: Delivery) -> None:
        try:
            with SENDING.labels(self._channel.name).time():
                receipt = await asyncio.wait_for(self._channel.send(delivery), SEND_SECONDS)
        except Refused as error:
            await self._fail(delivery, str(error))
        except Deferred as error:
            await self._retry(delivery, str(error))
        except Exception as error:
            log.exception("delivery failed", delivery_id=str(delivery.id), channel=self._channel.name)
            await self._retry(delivery, f"{type(error).__name__}: {error}")
        else:
            await self._ledger.sent(delivery, receipt)
            DELIVERIES.labels(self._channel.name, "sent").inc()
            log.info("delivered", delivery_id=str(delivery.id), channel=self._channel.name)

    async def _retry(self, delivery: Delivery, error: str) -> None:
        delay = self._schedule.next_after(delivery.attempts)
        if delay is None:
            await self._fail(delivery, error)
            return
        await self._ledger.postpone(delivery, delay, error)
        DELIVERIES.labels(self._channel.name, "deferred").inc()
        log.warning("delivery put off", delivery_id=str(delivery.id), seconds=delay.total_seconds(), error=error)

    async def _fail(self, delivery: Delivery, error: str) -> None:
        await self._ledger.failed(delivery, error)
        DELIVERIES.labels(self._channel.name, "failed").inc()
        log.error("delivery failed for good", delivery_id=str(delivery.id), error=error)

    async def _finish(self, listening: "asyncio.Task[None]") -> None:
        if self._running:
            await asyncio.wait(self._running, timeout=STOP_SECONDS)
        listening.cancel()
        with suppress(asyncio.CancelledError):
            await listening
        await self._channel.close()
