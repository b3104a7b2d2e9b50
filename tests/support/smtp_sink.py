"""A real SMTP server that keeps what it is given, and that can be told to misbehave."""

import asyncio
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from typing import Any, Self

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session

from deploy.local.ports import LOOPBACK, free_port


@dataclass(frozen=True, slots=True)
class ReceivedMail:
    """One accepted mail, with the moment of acceptance (`time.time()`)."""

    sender: str
    recipients: list[str]
    content: bytes
    accepted_at: float

    @property
    def message(self) -> EmailMessage:
        """The mail, parsed."""
        parsed = message_from_bytes(self.content, policy=default)
        assert isinstance(parsed, EmailMessage)
        return parsed


@dataclass(slots=True)
class SmtpSink:
    """Use as a context manager. `answer` may return a refusal such as `"451 later"`, or None to accept."""

    answer: Callable[[Envelope], str | None] | None = None
    port: int = field(default_factory=free_port)
    mails: list[ReceivedMail] = field(default_factory=list)
    connections: int = 0
    _controller: Controller | None = None

    @property
    def url(self) -> str:
        """What SMTP_URL has to be."""
        return f"smtp://{LOOPBACK}:{self.port}"

    def start(self) -> None:
        """Listen; also again after `stop`, on the same port."""
        self._controller = Controller(self, hostname=LOOPBACK, port=self.port)
        self._controller.start()

    def stop(self) -> None:
        """Close the port and what is open on it."""
        if self._controller is not None:
            self._controller.stop()
            self._controller = None

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()

    async def handle_EHLO(
        self, _server: SMTP, session: Session, _envelope: Envelope, hostname: str, responses: list[str]
    ) -> list[str]:
        """Count sessions."""
        session.host_name = hostname
        self.connections += 1
        return responses

    async def handle_DATA(self, _server: SMTP, _session: Session, envelope: Envelope) -> str:
        """Keep the mail, or answer what was asked for."""
        refusal = self.answer(envelope) if self.answer else None
        if refusal is not None:
            return refusal
        content: Any = envelope.content
        self.mails.append(
            ReceivedMail(str(envelope.mail_from), [str(to) for to in envelope.rcpt_tos], bytes(content), time.time())
        )
        return "250 kept"

    async def wait_for(self, count: int, seconds: float = 40.0) -> list[ReceivedMail]:
        """Wait until at least so many mails came.

        Raises:
            AssertionError: they did not come in time.
        """
        deadline = time.monotonic() + seconds
        while len(self.mails) < count:
            assert time.monotonic() < deadline, f"{len(self.mails)} of {count} mails after {seconds} s"
            await asyncio.sleep(0.005)
        return list(self.mails)

    def to(self, address: str) -> list[ReceivedMail]:
        """The mails to one address."""
        return [mail for mail in self.mails if address in mail.recipients]
