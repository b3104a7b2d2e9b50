"""What others say a message holds: the parses that stand beside it, and, for threads, its own reference graph."""

import json
import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta, timezone
from email.header import decode_header, make_header
from email.utils import getaddresses, parsedate_to_datetime
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

People = tuple[tuple[str, str | None], ...]


@dataclass(frozen=True)
class Expected:
    """The fields that an expected parse names; None where it names none."""

    message_id: str | None = None
    subject: str | None = None
    sent_at: datetime | None = None
    people: dict[str, People] = field(default_factory=dict)


def expected_of(path: Path) -> Expected | None:
    """The expected parse that stands beside a message; None where there is none."""
    parse = path.with_name(f"{path.stem}.expected.json")
    if parse.exists():
        return _of_stalwart(json.loads(parse.read_text("utf-8")))
    tree = path.with_name(f"{path.stem}_decoded.expected.xml")
    return _of_mime4j(tree.read_bytes()) if tree.exists() else None


def _of_stalwart(parsed: dict[str, Any]) -> Expected:
    headers = {header["name"]: header["value"] for header in parsed["parts"][0]["headers"] if _is_plain(header)}
    people = {
        name: tuple(_person(one) for one in headers[name]["Address"]["List"])
        for name in ("from", "to", "cc", "bcc", "reply_to")
        if name in headers
    }
    return Expected(
        message_id=headers["message_id"]["Text"] if "message_id" in headers else None,
        subject=_line(headers["subject"]["Text"]) if "subject" in headers else None,
        sent_at=_instant(headers["date"]["DateTime"]) if "date" in headers else None,
        people=people,
    )


def _is_plain(header: dict[str, Any]) -> bool:
    return isinstance(header["name"], str) and isinstance(header["value"], dict)


def _person(one: dict[str, str | None]) -> tuple[str, str | None]:
    return (one["address"] or "").lower(), one["name"]


def _instant(parts: dict[str, Any]) -> datetime:
    offset = timedelta(hours=parts["tz_hour"], minutes=parts["tz_minute"])
    zone = timezone(-offset if parts["tz_before_gmt"] else offset)
    names = ("year", "month", "day", "hour", "minute", "second")
    return datetime(*(parts[name] for name in names), tzinfo=zone).astimezone(UTC)


def _of_mime4j(tree: bytes) -> Expected | None:
    """mime4j keeps the fields as they are written; the standard library's own header functions read them."""
    try:
        message = ElementTree.fromstring(tree)
    except ElementTree.ParseError:
        return None
    lines = [(entry.text or "").strip("\n") for entry in message.findall("./header/field")]
    fields = {
        name.strip().lower(): value.strip() for name, _, value in (line.partition(":") for line in reversed(lines))
    }
    people = {
        name: tuple(_mailbox(person, address) for person, address in getaddresses([_line(fields[name])]))
        for name in ("from", "to", "cc")
        if "=?" not in fields.get(name, "=?") and fields[name].isascii()
    }
    subject = fields.get("subject", "")
    return Expected(
        message_id=next(iter(re.findall(r"<([^<>]+)>", fields.get("message-id", ""))), None),
        subject=_line(str(make_header(decode_header(subject)))) if subject.isascii() and subject else None,
        sent_at=parsedate_to_datetime(fields["date"]).astimezone(UTC) if "date" in fields else None,
        people=people,
    )


def _mailbox(name: str, address: str) -> tuple[str, str | None]:
    """`To: you` names somebody and gives no address; the other reference says so too."""
    return (address.lower(), name or None) if "@" in address else ("", name or address)


def _line(text: str) -> str:
    return " ".join(text.split())


def expected_threads(messages: Iterable[tuple[str, bytes]]) -> list[frozenset[str]]:
    """Groups of names whose messages refer to each other, straight from the header text, apart from the product.

    Connected components of the graph "message - every id in its Message-ID, References and In-Reply-To".
    """
    leader: dict[str, str] = {}

    def find(node: str) -> str:
        while leader.setdefault(node, node) != node:
            node = leader[node]
        return node

    names = []
    for name, raw in messages:
        names.append(name)
        head = re.split(rb"\r?\n\r?\n", raw.lstrip(), maxsplit=1)[0].decode("latin-1")
        unfolded = re.sub(r"\r?\n[ \t]+", " ", head)
        fields = re.findall(r"(?im)^(?:message-id|references|in-reply-to)\s*:(.*)$", unfolded)
        for identity in re.findall(r"<([^<>]+)>", " ".join(fields)):
            leader[find(f"id:{''.join(identity.split())}")] = find(f"name:{name}")
    groups: dict[str, set[str]] = {}
    for name in names:
        groups.setdefault(find(f"name:{name}"), set()).add(name)
    return sorted((frozenset(group) for group in groups.values()), key=lambda group: (-len(group), min(group)))


def manifest_sizes(manifest: str) -> dict[str, int]:
    """How many messages the thread of each file has, as the collectors of the material noted."""
    lines = re.findall(r"(?m)^- (threads__\S+) \|.*?thread of (\d+)", manifest)
    return {name: int(size) for name, size in lines}
