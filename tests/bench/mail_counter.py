"""A mail server that does next to nothing: it takes every mail, and looks into them only when it is asked."""

import asyncio
import threading
import time
from email import message_from_bytes
from email.policy import default
from typing import Self

from deploy.local.ports import LOOPBACK

HELLO = b"250-counter\r\n250-SIZE 33554432\r\n250-8BITMIME\r\n250 SMTPUTF8\r\n"
END = b"\r\n.\r\n"


class MailCounter:
    """Use as a context manager; it serves on a thread of its own."""

    def __init__(self) -> None:
        self.port = 0
        self._mails: list[tuple[float, bytes]] = []
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._serve, name="mail counter", daemon=True)
        self._is_up = threading.Event()

    @property
    def url(self) -> str:
        """What SMTP_URL has to be."""
        return f"smtp://{LOOPBACK}:{self.port}"

    @property
    def count(self) -> int:
        """How many mails were accepted so far."""
        return len(self._mails)

    def subjects(self) -> list[tuple[str, float]]:
        """The subject of each mail, with the moment it was accepted (`time.time()`)."""
        return [(str(message_from_bytes(mail, policy=default)["Subject"]), at) for at, mail in self._mails]

    async def wait_for(self, count: int, seconds: float) -> None:
        """Wait until so many mails came, or the time is over."""
        deadline = time.monotonic() + seconds
        while self.count < count:
            if time.monotonic() > deadline:
                return
            await asyncio.sleep(0.1)

    def keep(self, mail: bytes) -> None:
        """Take a mail, at this moment."""
        self._mails.append((time.time(), mail))

    def __enter__(self) -> Self:
        self._thread.start()
        self._is_up.wait()
        return self

    def __exit__(self, *_: object) -> None:
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()

    def _serve(self) -> None:
        server = self._loop.run_until_complete(self._loop.create_server(lambda: _Session(self), LOOPBACK, 0))
        self.port = server.sockets[0].getsockname()[1]
        self._is_up.set()
        self._loop.run_forever()
        server.close()


class _Session(asyncio.Protocol):
    """One client that speaks correctly; what it says is not checked."""

    def __init__(self, counter: MailCounter) -> None:
        self._counter = counter
        self._transport: asyncio.Transport | None = None
        self._read = b""
        self._is_mail = False

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport
        transport.write(b"220 counter\r\n")

    def data_received(self, data: bytes) -> None:
        self._read += data
        while True:
            found, end, rest = self._read.partition(END if self._is_mail else b"\r\n")
            if not end:
                return
            self._read = rest
            self._take(found)

    def _take(self, found: bytes) -> None:
        assert self._transport is not None
        if self._is_mail:
            self._is_mail = False
            self._counter.keep(found)
            self._transport.write(b"250 kept\r\n")
            return
        verb = found[:4].upper()
        self._is_mail = verb == b"DATA"
        answers = {b"EHLO": HELLO, b"DATA": b"354 go on\r\n", b"QUIT": b"221 bye\r\n"}
        self._transport.write(answers.get(verb, b"250 ok\r\n"))
        if verb == b"QUIT":
            self._transport.close()
