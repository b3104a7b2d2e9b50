"""Reading the Maildir of the local mailbox, in a thread: files, parsing and sanitising never hold the event loop."""

import asyncio
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from services.api.communications.local_mailbox.schemas import LocalMail, LocalMailHead, LocalMailPage, MailHeader
from services.api.interactions.mail.headers import Headers, split_headers
from services.api.interactions.mail.message import NotAMail, parse_mail
from services.kit.cursor import decode_cursor, encode_cursor
from services.kit.problems import NotFound

SORT = "-received_at"
FOLDERS = ("new", "cur")
HEAD_BYTES = 64 * 1024
MOST_CHARACTERS = 2000


@dataclass(frozen=True, slots=True, order=True)
class MailFile:
    """A mail on the disk; ordered by the moment it came, in nanoseconds."""

    nanoseconds: int
    key: str
    path: Path

    @property
    def received_at(self) -> datetime:
        """The moment it came."""
        return datetime.fromtimestamp(self.nanoseconds / 1_000_000_000, UTC)


async def page_of_mails(folder: str, *, limit: int, cursor: str | None) -> LocalMailPage:
    """One page, newest first.

    Raises:
        Invalid: the cursor is not ours.
    """
    before = _position(cursor) if cursor is not None else None
    return await asyncio.to_thread(_page, Path(folder), limit, before)


async def read_mail(folder: str, key: str) -> LocalMail:
    """One mail.

    Raises:
        NotFound: there is none under this key.
    """
    return await asyncio.to_thread(_read, Path(folder), key)


def _position(cursor: str) -> tuple[int, str]:
    nanoseconds, key = decode_cursor(cursor, SORT)
    return (int(nanoseconds) if nanoseconds.isdecimal() else 0), key


def _page(folder: Path, limit: int, before: tuple[int, str] | None) -> LocalMailPage:
    found = sorted(_files(folder), reverse=True)
    rest = [file for file in found if before is None or (file.nanoseconds, file.key) < before]
    shown = rest[:limit]
    items = []
    for file in shown:
        # Somebody may empty the mailbox while we look.
        with suppress(OSError):
            items.append(_head(file))
    is_more = len(rest) > limit
    cursor = encode_cursor(SORT, [str(shown[-1].nanoseconds), shown[-1].key]) if is_more else None
    return LocalMailPage(items=items, next_cursor=cursor)


def _read(folder: Path, key: str) -> LocalMail:
    # The key is only compared, never joined to a path.
    file = next((file for file in _files(folder) if file.key == key), None)
    if file is None:
        raise NotFound
    try:
        raw = file.path.read_bytes()
        mail = parse_mail(raw, received_at=file.received_at)
    except (OSError, NotAMail):
        raise NotFound from None
    headers, _ = split_headers(raw, 0, len(raw))
    fields = [
        MailHeader(name=name, value=Headers(((name, value),)).text(name, MOST_CHARACTERS) or "")
        for name, value in headers.fields
    ]
    return LocalMail(**_described(file, headers), headers=fields, text=mail.text, html=mail.html)


def _head(file: MailFile) -> LocalMailHead:
    with file.path.open("rb") as opened:
        raw = opened.read(HEAD_BYTES)
    return LocalMailHead(**_described(file, split_headers(raw, 0, len(raw))[0]))


def _described(file: MailFile, headers: Headers) -> dict[str, str | datetime]:
    named = {name: headers.text(name, MOST_CHARACTERS) or "" for name in ("subject", "from", "to")}
    return {**named, "key": file.key, "received_at": file.received_at}


def _files(folder: Path) -> Iterator[MailFile]:
    for name in FOLDERS:
        with suppress(FileNotFoundError):
            for path in (folder / name).iterdir():
                with suppress(OSError):
                    yield MailFile(path.stat().st_mtime_ns, path.name.partition(":")[0], path)
