"""Messages of a durable consumer as they come: asked for ahead, so that none of them costs a question of its own."""

import asyncio
import json
from types import TracebackType
from typing import Self

from nats.aio.client import Client
from nats.aio.msg import Msg
from nats.aio.subscription import Subscription

EXPIRY_SECONDS = 30.0
HEARTBEAT_SECONDS = 1.0
# Of a server that lives something is heard each second; a question that got lost with a connection is asked again.
SILENCE_SECONDS = 3.0
NANOSECONDS = 1_000_000_000
HEARTBEAT, NOTHING_THERE, EXPIRED = "100", "404", "408"


class ConsumerLost(Exception):
    """The server knows the consumer no longer, or is not there; whoever wants messages has to bind again."""


class Pull:
    """Use as an asynchronous context manager. At most `ahead` messages are asked for and not yet here."""

    def __init__(self, client: Client, *, stream: str, consumer: str, ahead: int) -> None:
        self._client, self._ahead = client, ahead
        self._question = f"$JS.API.CONSUMER.MSG.NEXT.{stream}.{consumer}"
        self._inbox = client.new_inbox()
        self._subscription: Subscription | None = None
        self._asked = 0
        self._came: list[Msg] = []
        self._heard = asyncio.Event()
        self._lost: str | None = None

    async def __aenter__(self) -> Self:
        self._subscription = await self._client.subscribe(self._inbox, cb=self._take)
        return self

    async def __aexit__(
        self, _kind: type[BaseException] | None, _error: BaseException | None, _traceback: TracebackType | None
    ) -> None:
        if self._subscription is not None and self._client.is_connected:
            await self._subscription.unsubscribe()

    async def messages(self) -> list[Msg]:
        """What has come since the last call, in order; waits for the first.

        Raises:
            ConsumerLost: nobody will send any more.
        """
        while not self._came:
            await self._ask()
            try:
                async with asyncio.timeout(SILENCE_SECONDS):
                    await self._heard.wait()
            except TimeoutError:
                raise ConsumerLost("nothing was heard for a while") from None
            self._heard.clear()
            if self._lost is not None and not self._came:
                raise ConsumerLost(self._lost)
        came, self._came = self._came, []
        await self._ask()
        return came

    async def _ask(self) -> None:
        """Keep between half of the messages and all of them asked for."""
        if self._asked > self._ahead // 2:
            return
        wanted = {
            "batch": self._ahead - self._asked,
            "expires": int(EXPIRY_SECONDS * NANOSECONDS),
            "idle_heartbeat": int(HEARTBEAT_SECONDS * NANOSECONDS),
        }
        self._asked = self._ahead
        await self._client.publish(self._question, json.dumps(wanted).encode(), self._inbox)

    async def _take(self, message: Msg) -> None:
        headers = message.headers or {}
        status = headers.get("Status")
        if status is None:
            self._asked -= 1
            self._came.append(message)
        elif status in (NOTHING_THERE, EXPIRED):
            # One question is over; others may still stand.
            self._asked = max(0, self._asked - int(headers.get("Nats-Pending-Messages", self._ahead)))
        elif status != HEARTBEAT:
            self._lost = f"{status} {headers.get('Description', '')}".strip()
        self._heard.set()
