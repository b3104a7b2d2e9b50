"""The local mailbox: an SMTP server on the loopback that keeps every mail in a Maildir."""

import argparse
import asyncio
import mailbox
import signal
from pathlib import Path

from aiosmtpd.smtp import SMTP, Envelope, Session

from deploy.local.ports import LOOPBACK

MAXIMUM_BYTES = 30 * 1024 * 1024


class MaildirDelivery:
    """Keeps each accepted mail as one file, with the envelope in two header lines before it."""

    def __init__(self, maildir: Path) -> None:
        maildir.parent.mkdir(parents=True, exist_ok=True)
        self._maildir = mailbox.Maildir(maildir, factory=None, create=True)

    async def handle_DATA(self, _server: SMTP, _session: Session, envelope: Envelope) -> str:
        """Answer 250 only when the mail is on the disk."""
        content = envelope.content or b""
        raw = content if isinstance(content, bytes) else content.encode()
        head = [f"Return-Path: <{envelope.mail_from or ''}>"]
        head += [f"Delivered-To: {recipient}" for recipient in envelope.rcpt_tos]
        lines = "".join(f"{line}\n" for line in head).encode()
        key = self._maildir.add(lines + raw.replace(b"\r\n", b"\n"))
        return f"250 2.0.0 Kept as {key}"


async def serve(port: int, maildir: Path) -> None:
    """Take mail on the loopback until SIGTERM or SIGINT."""
    delivery = MaildirDelivery(maildir)
    loop = asyncio.get_running_loop()
    stopped = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stopped.set)

    def protocol() -> SMTP:
        # Without a name it would look up the machine's own, which can hang without a network.
        return SMTP(
            delivery,
            hostname="localhost",
            data_size_limit=MAXIMUM_BYTES,
            enable_SMTPUTF8=True,
        )

    server = await loop.create_server(protocol, LOOPBACK, port)
    async with server:
        await stopped.wait()


def main() -> None:
    """Read the port and the folder from the command line and serve."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--port", type=int, required=True)
    parser.add_argument("--maildir", type=Path, required=True)
    options = parser.parse_args()
    asyncio.run(serve(options.port, options.maildir))


if __name__ == "__main__":
    main()
