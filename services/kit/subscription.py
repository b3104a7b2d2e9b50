"""Taking messages from the broker: a durable consumer that is made again when it is gone, in ordered lanes."""

import asyncio
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from zlib import crc32

import nats.errors
import nats.js.errors
from nats.aio.msg import Msg
from nats.js.api import AckPolicy, ConsumerConfig, DeliverPolicy

from services.kit.backoff import Backoff, pause
from services.kit.broker import Broker, BrokerUnavailable, Incoming, Receiver
from services.kit.ending import end
from services.kit.pulling import ConsumerLost, Pull
from services.kit.telemetry import logger

READY_SECONDS = 2.0
DRAIN_SECONDS = 10.0
UNREADY = Backoff(first=0.1, most=2.0)

log = logger(__name__)


def by_workspace(subject: str) -> str:
    """Lane key of `<prefix>.<workspace_id>.<type>`: one workspace's events stay in order, others run beside."""
    return subject.split(".", 2)[1]


@dataclass(frozen=True, slots=True)
class Durable:
    """A durable pull consumer.

    `ack_wait` (seconds) is how long the server waits for a word about a message; while we live it gets one at each
    third of it, so a short one costs little and is all that is lost after a crash of either side. A lane hands over up
    to `most_at_once` messages together, and begins with the next ones `pace` seconds later or when it is done: what
    comes alone is handed over at once, what comes in a crowd costs less.
    """

    name: str
    subjects: tuple[str, ...]
    ack_wait: float = 10.0
    max_in_flight: int = 128
    lanes: int = 8
    most_at_once: int = 1
    pace: float = 0.0
    lane_key: Callable[[str], str] = by_workspace

    def configuration(self) -> ConsumerConfig:
        """The same in the words of the server: every attempt is ours to count, so it never gives up by itself."""
        return ConsumerConfig(
            durable_name=self.name,
            filter_subjects=list(self.subjects),
            deliver_policy=DeliverPolicy.ALL,
            ack_policy=AckPolicy.EXPLICIT,
            ack_wait=self.ack_wait,
            max_deliver=-1,
            max_ack_pending=self.max_in_flight,
        )


class Subscription:
    """Runs one durable consumer until it is asked to stop."""

    def __init__(self, broker: Broker, durable: Durable, receive: Receiver) -> None:
        self._broker, self._durable, self._receive = broker, durable, receive
        self._lanes: list[asyncio.Queue[Msg]] = [asyncio.Queue() for _ in range(durable.lanes)]
        self._in_flight: dict[int, Msg] = {}
        self._idle = asyncio.Event()
        self._idle.set()

    async def run(self, stop: asyncio.Event) -> None:
        """Take messages until `stop` is set; then finish those already taken, at most 10 s."""
        workers = [asyncio.create_task(self._work(lane)) for lane in self._lanes]
        heartbeat = asyncio.create_task(self._keep_alive())
        try:
            await self._take_until(stop)
            with suppress(TimeoutError):
                await asyncio.wait_for(self._idle.wait(), DRAIN_SECONDS)
        finally:
            await end((*workers, heartbeat))

    async def _take_until(self, stop: asyncio.Event) -> None:
        failures = 0
        while not stop.is_set():
            if not await self._broker.ready(READY_SECONDS):
                continue
            try:
                await self._bind()
                async with self._broker.pull(self._durable.name, ahead=self._durable.max_in_flight) as pull:
                    failures = 0
                    await self._take_from(pull, stop)
            except (BrokerUnavailable, ConsumerLost, nats.errors.Error, TimeoutError, OSError) as error:
                # Reached when the consumer or its stream was deleted, too: binding again makes both.
                failures += 1
                log.warning("consumer lost, binding again", consumer=self._durable.name, error=repr(error))
                await pause(stop, UNREADY.after(failures))

    async def _bind(self) -> None:
        await self._broker.ensure_stream()
        await self._broker.context.add_consumer(self._broker.stream.name, self._durable.configuration())

    async def _take_from(self, pull: Pull, stop: asyncio.Event) -> None:
        stopping = asyncio.create_task(stop.wait())
        taking = asyncio.create_task(pull.messages())
        try:
            while True:
                await asyncio.wait((taking, stopping), return_when=asyncio.FIRST_COMPLETED)
                if not taking.done():
                    return
                for message in taking.result():
                    self._in_flight[id(message)] = message
                    self._idle.clear()
                    self._lane_of(message).put_nowait(message)
                if stop.is_set():
                    return
                taking = asyncio.create_task(pull.messages())
        finally:
            await end((taking, stopping))

    def _lane_of(self, message: Msg) -> "asyncio.Queue[Msg]":
        key = self._durable.lane_key(message.subject)
        return self._lanes[crc32(key.encode()) % len(self._lanes)]

    async def _work(self, lane: "asyncio.Queue[Msg]") -> None:
        clock = asyncio.get_running_loop().time
        begun = clock() - self._durable.pace
        while True:
            messages = [await lane.get()]
            if (early := begun + self._durable.pace - clock()) > 0:
                await asyncio.sleep(early)
            begun = clock()
            while len(messages) < self._durable.most_at_once and not lane.empty():
                messages.append(lane.get_nowait())
            await self._hand_over(messages)

    async def _hand_over(self, messages: list[Msg]) -> None:
        try:
            await self._receive([_incoming(message) for message in messages])
        except Exception:
            # The receiver answers its own failures; an answer that did not get out is repeated by the server.
            log.exception("messages not answered", consumer=self._durable.name, count=len(messages))
        finally:
            for message in messages:
                self._in_flight.pop(id(message), None)
            if not self._in_flight:
                self._idle.set()

    async def _keep_alive(self) -> None:
        while True:
            await asyncio.sleep(self._durable.ack_wait / 3)
            for message in tuple(self._in_flight.values()):
                with suppress(nats.errors.Error, OSError):
                    await message.in_progress()


def _incoming(message: Msg) -> Incoming:
    async def retry_after(seconds: float) -> None:
        # Without a delay the server would deliver again at once.
        await message.nak(delay=max(seconds, 0.001))

    return Incoming(
        subject=message.subject,
        payload=message.data,
        headers=message.headers or {},
        deliveries=message.metadata.num_delivered,
        ack=message.ack,
        retry_after=retry_after,
        discard=message.term,
    )
