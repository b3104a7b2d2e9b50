"""The message broker: NATS JetStream behind the few verbs the product needs.

The broker only wakes other services up; what it loses comes again from PostgreSQL. So nothing here waits for it at
start, and everything is made again (stream, consumer) when it turns out to be gone.
"""

import asyncio
from collections.abc import Awaitable, Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import nats.errors
import nats.js.errors
from nats.aio.client import Client
from nats.js import JetStreamContext
from nats.js.api import DiscardPolicy, RetentionPolicy, StorageType, StreamConfig

from services.kit.backoff import Backoff
from services.kit.metrics import BROKER_UP
from services.kit.pulling import Pull
from services.kit.telemetry import logger

MESSAGE_ID = "Nats-Msg-Id"
PUBLISH_SECONDS = 5.0
UNREADY = Backoff(first=0.1, most=2.0)
DAY_SECONDS = 24 * 3600.0

log = logger(__name__)


class BrokerUnavailable(Exception):
    """The broker is not connected; what was to be said stays in the outbox."""


@dataclass(frozen=True, slots=True)
class Stream:
    """A stream and its limits: ages in seconds, size in bytes. PostgreSQL is the archive, so the old may go."""

    name: str
    subjects: tuple[str, ...]
    max_age: float = DAY_SECONDS
    max_bytes: int = 1 << 30
    duplicate_window: float = 120.0
    replicas: int = 1

    def configuration(self) -> StreamConfig:
        """The same in the words of the server."""
        return StreamConfig(
            name=self.name,
            subjects=list(self.subjects),
            retention=RetentionPolicy.LIMITS,
            discard=DiscardPolicy.OLD,
            storage=StorageType.FILE,
            max_age=self.max_age,
            max_bytes=self.max_bytes,
            duplicate_window=self.duplicate_window,
            num_replicas=self.replicas,
        )


@dataclass(frozen=True, slots=True)
class Outgoing:
    """A message to publish; the server drops a second one with the same id inside its window."""

    message_id: str
    subject: str
    payload: bytes
    headers: Mapping[str, str] = field(default_factory=dict)


class Broker:
    """One process's connection; it comes back by itself, however long the server is away."""

    def __init__(self, url: str, *, name: str, stream: Stream) -> None:
        self.stream = stream
        self._url, self._name = url, name
        self._client = Client()
        self._context: JetStreamContext | None = None
        self._connecting: asyncio.Task[None] | None = None
        self._ensuring: asyncio.Task[None] | None = None
        self._ready = asyncio.Event()
        self.stream_created: datetime | None = None

    async def start(self) -> None:
        """Begin to connect, without waiting: a service starts, and works, while the broker is away."""
        self._connecting = asyncio.create_task(self._connect(), name="broker")

    async def ready(self, seconds: float) -> bool:
        """Wait for the connection and its stream; False when they did not come in time."""
        with suppress(TimeoutError):
            await asyncio.wait_for(self._ready.wait(), seconds)
        return self.is_ready

    @property
    def is_ready(self) -> bool:
        """Whether we are connected and know the stream since then."""
        return self._ready.is_set() and self._client.is_connected

    @property
    def is_connected(self) -> bool:
        """Whether messages can be published now."""
        return self._client.is_connected

    @property
    def context(self) -> JetStreamContext:
        """JetStream over the live connection.

        Raises:
            BrokerUnavailable: there is none at this moment.
        """
        if self._context is None or not self._client.is_connected:
            raise BrokerUnavailable("the broker is not connected")
        return self._context

    async def ensure_stream(self) -> None:
        """Make the stream, or bring an existing one to our limits."""
        configuration = self.stream.configuration()
        try:
            known = await self.context.add_stream(configuration)
        except nats.js.errors.BadRequestError:
            # It exists with other limits (an earlier release, or a test that shortened the window).
            known = await self.context.update_stream(configuration)
        # A stream younger than what we published has lost it; the relay looks at this.
        self.stream_created = known.created
        self._ready.set()

    def pull(self, consumer: str, *, ahead: int) -> Pull:
        """The messages of a durable consumer of the stream.

        Raises:
            BrokerUnavailable: the broker is not connected.
        """
        if not self._client.is_connected:
            raise BrokerUnavailable("the broker is not connected")
        return Pull(self._client, stream=self.stream.name, consumer=consumer, ahead=ahead)

    async def publish(self, message: Outgoing) -> None:
        """Publish one message and wait until the server has it on its disk.

        Raises:
            BrokerUnavailable: it has not, as far as we know.
        """
        if not await self.publish_all([message]):
            raise BrokerUnavailable(f"no acknowledgement for {message.message_id}")

    async def publish_all(self, messages: Sequence[Outgoing]) -> list[Outgoing]:
        """Publish in this order without waiting in between; return those the server acknowledged within 5 s.

        Raises:
            BrokerUnavailable: the connection is away, so none was.
        """
        sent: list[tuple[Outgoing, asyncio.Future[Any]]] = []
        try:
            for message in messages:
                headers = {**message.headers, MESSAGE_ID: message.message_id}
                future = await self.context.publish_async(
                    message.subject, message.payload, wait_stall=PUBLISH_SECONDS, headers=headers
                )
                sent.append((message, future))
        except (nats.errors.Error, OSError) as error:
            log.warning("publishing stopped", error=repr(error), message_id=message.message_id)
        if sent:
            await asyncio.wait([future for _, future in sent], timeout=PUBLISH_SECONDS)
        acknowledged = [message for message, future in sent if _is_acknowledged(future)]
        if len(acknowledged) < len(sent):
            # Most often the server lost its store; with the stream there again the next round gets through.
            with suppress(BrokerUnavailable, nats.errors.Error, TimeoutError):
                await self.ensure_stream()
        return acknowledged

    async def close(self) -> None:
        """Let what is under way finish, then leave."""
        for task in (self._connecting, self._ensuring):
            if task is not None:
                task.cancel()
                with suppress(asyncio.CancelledError):
                    await task
        with suppress(nats.errors.Error, TimeoutError, OSError):
            if self._client.is_connected:
                await self._client.drain()
        with suppress(nats.errors.Error, TimeoutError, OSError):
            # What could not be drained goes on connecting. A client that never connected has nothing to close, and says
            # so with an assertion.
            if self._context is not None and not self._client.is_closed:
                await self._client.close()
        BROKER_UP.set(0)

    async def _connect(self) -> None:
        await self._client.connect(
            self._url,
            name=self._name,
            max_reconnect_attempts=-1,
            reconnect_time_wait=1,
            connect_timeout=2,
            ping_interval=10,
            max_outstanding_pings=2,
            error_cb=self._note_error,
            disconnected_cb=self._note_disconnect,
            reconnected_cb=self._note_connection,
        )
        self._context = self._client.jetstream(timeout=PUBLISH_SECONDS)
        await self._note_connection()

    async def _note_connection(self) -> None:
        BROKER_UP.set(1)
        log.info("broker connected")
        # Not in the client's callback: a server that still loads its store may need several attempts.
        self._ensuring = asyncio.create_task(self._ensure_until_known(), name="stream")

    async def _ensure_until_known(self) -> None:
        failures = 0
        while self._client.is_connected and not self._ready.is_set():
            try:
                await self.ensure_stream()
            except (BrokerUnavailable, nats.errors.Error, TimeoutError) as error:
                failures += 1
                log.warning("stream not ensured", error=repr(error))
                await asyncio.sleep(UNREADY.after(failures))

    async def _note_disconnect(self) -> None:
        BROKER_UP.set(0)
        self._ready.clear()
        log.warning("broker disconnected")

    async def _note_error(self, error: Exception) -> None:
        log.warning("broker error", error=repr(error))


def _is_acknowledged(future: "asyncio.Future[Any]") -> bool:
    if not future.done():
        # Cancelling frees its place among the pending ones; the acknowledgement may still come, to nobody.
        future.cancel()
        return False
    return not future.cancelled() and future.exception() is None


#: Takes messages that came in this order, and answers each.
Receiver = Callable[[Sequence["Incoming"]], Awaitable[None]]


@dataclass(frozen=True, slots=True)
class Incoming:
    """A message from the broker, and what may be answered to it."""

    subject: str
    payload: bytes
    headers: Mapping[str, str]
    deliveries: int
    ack: Callable[[], Awaitable[None]]
    retry_after: Callable[[float], Awaitable[None]]
    discard: Callable[[], Awaitable[None]]

    @property
    def message_id(self) -> str | None:
        """The id it was published under."""
        return self.headers.get(MESSAGE_ID)
