"""Message ids: the keys a thread hangs on."""

import hashlib
import re
from typing import Final

from services.api.interactions.mail import charsets, limits

_BRACKETED: Final = re.compile(r"<([^<>]{1,4000})>")
_WHOLE: Final = re.compile(r"<?[^\s<>@]+@[^\s<>@]+>?")
_LONGEST: Final = 300


def parse_message_ids(values: list[str], *, not_these: frozenset[str] = frozenset()) -> tuple[str, ...]:
    """The ids in `Message-ID`, `In-Reply-To` or `References` values, without brackets, in order, without repeats.

    Old `In-Reply-To` fields quote a person beside the id (`Your message to Ann <ann@example.com>`): `not_these` are
    addresses of the mail, which are no ids.
    """
    found: dict[str, None] = {}
    for value in values:
        short = value[: limits.MAX_ADDRESS_CHARS]
        candidates = _BRACKETED.findall(short) or [word for word in short.replace(",", " ").split() if "@" in word]
        for candidate in candidates:
            if (identity := _normal(candidate)) and identity.lower() not in not_these:
                found.setdefault(identity)
    ids = tuple(found)
    if len(ids) <= limits.MAX_REFERENCES:
        return ids
    return (ids[0], *ids[1 - limits.MAX_REFERENCES :])


def parse_message_id(value: str | None) -> str | None:
    """The mail's own id. Some programs write it without brackets or without an `@`; it is their id all the same."""
    if not value:
        return None
    found = parse_message_ids([value])
    return found[0] if found else _normal(value.strip("<> \t")) or None


def message_id_in(text: str) -> str | None:
    """What somebody gave, as a Message-ID without brackets; None where it has not the form of one (RFC 5322, 3.6.4)."""
    return parse_message_id(text) if _WHOLE.fullmatch(text.strip()) else None


def _normal(candidate: str) -> str:
    octets = candidate.encode("utf-8", "surrogateescape")
    plain = "".join(charsets.storable(charsets.decode(octets, None)).split())
    if len(plain) <= _LONGEST:
        return plain
    # An index entry is at most a third of a page; the digest of an absurd id identifies it as well.
    return f"{plain[:100]}...{hashlib.sha256(plain.encode()).hexdigest()}"
