"""HEAD wherever GET is answered: the same status and headers, and no body."""

import asyncio
from dataclasses import dataclass

from starlette.types import ASGIApp, Message, Receive, Scope, Send

NOT_ALLOWED = 405
# What the middlewares around this one read after the answer.
TOLD_OUTWARDS = ("route", "rapport.actor")


class Heads:
    """Asks the application itself first, since a few routes answer HEAD in a way of their own, and then as GET.

    A route that does not know a method says so before it does anything, so nothing happens twice.
    """

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or scope["method"] != "HEAD":
            await self.app(scope, receive, send)
            return
        own = _Answer(send, withheld=NOT_ALLOWED)
        await self._asked(scope, receive, own, "HEAD")
        if own.is_withheld:
            await self._asked(scope, receive, _Answer(send), "GET")

    async def _asked(self, scope: Scope, receive: Receive, answer: "_Answer", method: str) -> None:
        # A copy: the server looks at the method of its own once more, and a route leaves its parameters behind.
        asked = {**scope, "method": method}
        work = asyncio.ensure_future(self.app(asked, receive, answer.take))
        cut = asyncio.ensure_future(answer.cut.wait())
        try:
            await asyncio.wait((work, cut), return_when=asyncio.FIRST_COMPLETED)
        finally:
            cut.cancel()
            if not work.done():
                # What streams may never end by itself.
                work.cancel()
                await asyncio.wait((work,))
            scope.update({name: asked[name] for name in TOLD_OUTWARDS if name in asked})
        if not work.cancelled():
            work.result()


@dataclass
class _Answer:
    """What reaches the client of an answer: its head, unless that has the withheld status.

    `cut` is set where more would come. What tells no length is a stream, whose first piece may be long in coming.
    """

    send: Send
    withheld: int | None = None
    is_withheld: bool = False
    is_told: bool = False

    def __post_init__(self) -> None:
        self.cut = asyncio.Event()

    async def take(self, message: Message) -> None:
        """Take a message of the application."""
        if self.is_told:
            return
        if message["type"] != "http.response.start":
            await self._end(is_cut=message.get("more_body", False))
            return
        self.is_withheld = message["status"] == self.withheld
        if not self.is_withheld:
            await self.send(message)
            if not any(name.lower() == b"content-length" for name, _ in message.get("headers", ())):
                await self._end(is_cut=True)

    async def _end(self, *, is_cut: bool) -> None:
        self.is_told = True
        if is_cut:
            self.cut.set()
        if not self.is_withheld:
            await self.send({"type": "http.response.body", "body": b""})
