"""The API's second process: it publishes events, takes in receipts and inbound mail, and keeps house."""

import asyncio
import os
import signal
import sys
from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from uuid import UUID

import uvloop

from services.api.wiring import WORKER_ROLE, Parts, compose
from services.api.worker import inbound
from services.api.worker.crowds import ReceiptCrowd
from services.api.worker.erasing import GRACE, ROUND_SECONDS, Erasing
from services.api.worker.file_sweep import FileSweep
from services.api.worker.housekeeping import Housekeeping
from services.api.worker.inbox import CONSUMER, ReceiptsInbox
from services.api.worker.loops import Loop, run_all
from services.api.worker.receipts import SUBJECTS, take_in
from services.kit.backoff import Backoff
from services.kit.broker import Broker, Stream
from services.kit.consumer import RETRY, Consumer
from services.kit.ending import end_all_others
from services.kit.metrics import forget_process
from services.kit.reconciler import Reconciler, Reconciliation
from services.kit.relay import Relay
from services.kit.settings import ConfigurationError, Settings, load_settings
from services.kit.subscription import Durable, Subscription
from services.kit.telemetry import configure_logging, logger

STREAM = Stream(name="RAPPORT", subjects=("rapport.>",))
DURABLE = Durable(name=CONSUMER, subjects=SUBJECTS, lanes=2, most_at_once=100, pace=0.15)
SCHEMA = "rapport"
SEEN_EVENTS = "notifier.seen_events"
FORGOTTEN_BY_NOTIFIER = "notifier.closed_workspaces"

log = logger(__name__)


@dataclass(frozen=True, slots=True)
class Pace:
    """How patient the worker is; tests hurry it."""

    retry: Backoff = RETRY
    reconcile_seconds: float = 60.0
    unseen_after: timedelta = timedelta(minutes=5)
    housekeeping_seconds: float = 3600.0
    erasing_seconds: float = ROUND_SECONDS
    erasing_grace: timedelta = GRACE


def loops(parts: Parts, broker: Broker, pace: Pace) -> list[Loop]:
    """Everything this process does, side by side."""
    url = parts.settings.database_url
    compared = Reconciliation(SCHEMA, SEEN_EVENTS, forgotten=FORGOTTEN_BY_NOTIFIER, unseen_after=pace.unseen_after)
    closed: set[UUID] = set()
    relay = Relay(url=url, role=WORKER_ROLE, compared=compared, broker=broker, prefix="rapport")
    reconciler = Reconciler(url=url, role=WORKER_ROLE, compared=compared, round_seconds=pace.reconcile_seconds)
    inbox = ReceiptsInbox(parts.database, closed)
    consumer = Consumer(CONSUMER, inbox, take_in, together=ReceiptCrowd(inbox).take_in, retry=pace.retry)
    housekeeping = Housekeeping(url=url, role=WORKER_ROLE, round_seconds=pace.housekeeping_seconds)
    erasing = Erasing(url=url, role=WORKER_ROLE, closed=closed, grace=pace.erasing_grace)
    return [
        Loop("relay", relay.run),
        Loop("reconciler", reconciler.run),
        Loop("receipts", Subscription(broker, DURABLE, consumer.receive_all).run),
        Loop("inbound", inbound.InboundReader(parts.database, parts.sealer, parts.keeper).run),
        Loop("housekeeping", housekeeping.run),
        Loop("erasing", partial(erasing.run, round_seconds=pace.erasing_seconds)),
        Loop("files", FileSweep(parts.database, parts.files, round_seconds=pace.housekeeping_seconds).run),
    ]


async def run(settings: Settings, stop: asyncio.Event, *, stream: Stream = STREAM, pace: Pace | None = None) -> None:
    """Serve until `stop`.

    Raises:
        ExceptionGroup: of `LoopKeepsBreaking`; this process had better start afresh.
    """
    parts = compose(settings, role=WORKER_ROLE, application="rapport-worker")
    broker = Broker(settings.nats_url, name="worker", stream=stream)
    await broker.start()
    try:
        await run_all(loops(parts, broker, pace or Pace()), stop)
    finally:
        stop.set()
        await broker.close()
        await parts.close()


async def _serve(settings: Settings) -> None:
    stop = asyncio.Event()
    event_loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        event_loop.add_signal_handler(number, stop.set)
    log.info("worker starts")
    try:
        await run(settings, stop)
    finally:
        await end_all_others()
    log.info("worker stopped")


def main() -> int:
    """Run until SIGTERM or SIGINT; 2 for a wrong setting, 1 where a loop keeps breaking."""
    configure_logging("worker")
    try:
        uvloop.run(_serve(load_settings()))
    except ConfigurationError as error:
        sys.stderr.write(f"The worker cannot start: {error}\n")
        return 2
    except ExceptionGroup as broken:
        log.critical("worker gives up", reasons=[str(error) for error in broken.exceptions])
        return 1
    finally:
        forget_process(os.getpid())
    return 0
