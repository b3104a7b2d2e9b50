"""The notifier's process: everything it is made of, put together in one place, and its orderly end."""

import asyncio
import signal
import sys
from collections.abc import Coroutine
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

import uvloop

from services.kit.backoff import Backoff
from services.kit.broker import Broker, Stream
from services.kit.consumer import RETRY, Consumer
from services.kit.ending import end_all_others, run_together
from services.kit.reconciler import Reconciler, Reconciliation
from services.kit.relay import Relay
from services.kit.seal import mail_sealer
from services.kit.settings import ConfigurationError, Settings, load_settings
from services.kit.subscription import Durable, Subscription
from services.kit.telemetry import configure_logging, logger
from services.kit.tokens import Tokens
from services.notifier.channels.email import EmailChannel
from services.notifier.channels.port import Channel
from services.notifier.channels.smtp import SmtpAddress, SmtpConnections
from services.notifier.consumer import OWN_TYPES, learn_again, take_in
from services.notifier.digesting import Digests
from services.notifier.dispatch import LEASE, Dispatcher
from services.notifier.forgetting import ROUND_SECONDS, SETTLED, Forgetting
from services.notifier.inbox import NotifierInbox
from services.notifier.ledger import Ledger
from services.notifier.rendering.mail import Letterhead
from services.notifier.retention import Retention
from services.notifier.retry import RetrySchedule
from services.notifier.store import ROLE, SCHEMA, Connection, Pool, open_pool
from services.notifier.together import Crowd

STREAM = Stream(name="RAPPORT", subjects=("rapport.>",))
DURABLE = Durable(name="notifier", subjects=("rapport.>",), lanes=2, most_at_once=64, pace=0.05)
SEEN_RECEIPTS = "rapport.seen_receipts"
# Receipts are looked at by people, not waited for by mail.
RECEIPTS_PACE_SECONDS = 0.4
MAIL_CONNECTIONS = 4

log = logger(__name__)


@dataclass(frozen=True, slots=True)
class Pace:
    """How patient the notifier is; tests hurry it."""

    retry: Backoff = RETRY
    schedule: RetrySchedule = field(default_factory=RetrySchedule)
    lease: timedelta = LEASE
    reconcile_seconds: float = 60.0
    unseen_after: timedelta = timedelta(minutes=5)
    forgetting_seconds: float = ROUND_SECONDS
    settled: timedelta = SETTLED


def letterhead(settings: Settings) -> Letterhead:
    """What all mails of this instance share."""
    tokens = Tokens(settings.secret_keys, issuer=settings.public_url)
    opener = mail_sealer(settings.secret_keys)
    return Letterhead(settings.public_url, settings.mail_from, tokens.sign_unsubscribe, opener.open)


def channels(settings: Settings) -> list[tuple[Channel, int]]:
    """The channels of this instance and how many deliveries each has under way at once."""
    connections = SmtpConnections(SmtpAddress.parse(settings.smtp_url))
    return [(EmailChannel(connections, letterhead(settings)), MAIL_CONNECTIONS)]


def consumer(pool: Pool, pace: Pace) -> Consumer[Connection]:
    """What takes events in."""
    return Consumer(
        "notifier",
        NotifierInbox(pool),
        take_in,
        ignored=OWN_TYPES,
        relearn=learn_again,
        together=Crowd(pool, take_in).take_in,
        retry=pace.retry,
    )


async def run(
    settings: Settings,
    stop: asyncio.Event,
    *,
    stream: Stream = STREAM,
    durable: Durable = DURABLE,
    pace: Pace | None = None,
) -> None:
    """Serve until `stop`. A part that breaks ends the process, so that its supervisor starts it afresh."""
    pace = pace or Pace()
    url = settings.database_url
    pool = await open_pool(url, stop)
    if pool is None:
        return
    broker = Broker(settings.nats_url, name="notifier", stream=stream)
    await broker.start()
    ledger = Ledger(pool)
    compared = Reconciliation(SCHEMA, SEEN_RECEIPTS, unseen_after=pace.unseen_after)
    parts: list[Coroutine[Any, Any, None]] = [
        Subscription(broker, durable, consumer(pool, pace).receive_all).run(stop),
        Relay(
            url=url, role=ROLE, compared=compared, broker=broker, prefix="rapport", pace_seconds=RECEIPTS_PACE_SECONDS
        ).run(stop),
        Reconciler(url=url, role=ROLE, compared=compared, round_seconds=pace.reconcile_seconds).run(stop),
        Retention(pool).run(stop),
        Digests(pool).run(stop),
        Forgetting(pool, settled=pace.settled).run(stop, round_seconds=pace.forgetting_seconds),
    ]
    for channel, at_once in channels(settings):
        dispatcher = Dispatcher(ledger, channel, concurrency=at_once, schedule=pace.schedule, lease=pace.lease)
        parts.append(dispatcher.run(stop, url))
    try:
        await run_together(parts)
    finally:
        stop.set()
        await broker.close()
        await pool.close()


async def _serve(settings: Settings) -> None:
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stop.set)
    log.info("notifier starts")
    try:
        await run(settings, stop)
    finally:
        await end_all_others()
    log.info("notifier stopped")


def main() -> None:
    """Run until SIGTERM or SIGINT; a wrong setting is one sentence."""
    configure_logging("notifier")
    try:
        settings = load_settings()
        SmtpAddress.parse(settings.smtp_url)
    except (ConfigurationError, ValueError) as error:
        sys.exit(f"The notifier cannot start: {error}")
    try:
        uvloop.run(_serve(settings))
    except ExceptionGroup as broken:
        log.critical("notifier gives up", reasons=[repr(error) for error in broken.exceptions], exc_info=broken)
        sys.exit(1)
