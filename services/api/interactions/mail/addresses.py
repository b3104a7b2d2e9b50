"""Address lists as people and programs really write them (RFC 5322, RFC 2047 names, groups, and everything broken)."""

import re
from dataclasses import dataclass
from typing import Final

from services.api.interactions.mail import charsets, headers, limits

_TOKEN: Final = re.compile(r'"(?:[^"\\]|\\.)*"?|\\.|[(),;:<>]|[^"\\(),;:<>]+', re.DOTALL)
_QUOTED_PAIR: Final = re.compile(r"\\(.)", re.DOTALL)
_ADDRESS: Final = re.compile(r'(?:"(?:[^"\\]|\\.)+"|[^\s@"<>,;:()]+)@(?:[^\s@"<>,;:()\[\]]+|\[[^\]\s]+\])')
_LONGEST_ADDRESS: Final = 320


@dataclass(frozen=True, slots=True)
class MailAddress:
    """A name and an address. The address is lower-cased; it is empty where the mail gave none."""

    address: str
    name: str | None = None

    @property
    def domain(self) -> str:
        """What stands behind the last `@`; "" for a local name such as `root`."""
        return self.address.rpartition("@")[2] if "@" in self.address else ""


@dataclass(slots=True)
class _Mailbox:
    phrase: str = ""
    bracketed: str = ""
    comment: str = ""
    has_bracket: bool = False

    def finished(self) -> MailAddress | None:
        spec = self.bracketed if self.has_bracket else self.phrase
        address = _address(spec) or (_local_name(spec) if self.has_bracket else "")
        if not self.has_bracket and not address and (bare := _bare_address(self.phrase)):
            # "John Doe john@example.com": a name and an address without brackets.
            return MailAddress(_address(bare), _name(self.phrase.replace(bare, " ")) or _name(self.comment))
        name = _name(self.phrase) if self.has_bracket or not address else None
        if not address and not name:
            return None
        return MailAddress(address, name or _name(self.comment))


def parse_addresses(values: list[str]) -> tuple[MailAddress, ...]:
    """Every mailbox of the given header values, in order, without repeats. Groups give their members."""
    found: dict[tuple[str, str | None], MailAddress] = {}
    for value in values:
        for mailbox in _mailboxes(value[: limits.MAX_ADDRESS_CHARS]):
            key = (mailbox.address, mailbox.name if not mailbox.address else None)
            found.setdefault(key, mailbox)
            if len(found) >= limits.MAX_ADDRESSES:
                return tuple(found.values())
    return tuple(found.values())


def _mailboxes(value: str) -> list[MailAddress]:
    done: list[MailAddress] = []
    current, depth, in_bracket = _Mailbox(), 0, False
    for mark in _TOKEN.findall(value):
        if depth or mark == "(":
            depth += (mark == "(") - (mark == ")")
            current.comment += "" if mark in "()" else mark
        elif mark == "<":
            in_bracket, current.has_bracket, current.bracketed = True, True, ""
        elif mark == ">":
            in_bracket = False
        elif in_bracket and mark not in ",;":
            current.bracketed += mark
        elif mark == ":":
            # What stood before was a group's name (or the sender route of RFC 822).
            current = _Mailbox()
        elif mark in ",;":
            if mailbox := current.finished():
                done.append(mailbox)
            current, in_bracket = _Mailbox(), False
        elif mark != ")":
            current.phrase += mark
        if len(done) > limits.MAX_ADDRESSES:
            return done
    last = current.finished()
    return [*done, last] if last else done


def _address(spec: str) -> str:
    """`spec` as an address, or "" when it is none. A source route (`@a,@b:user@host`) loses its route."""
    if "@" not in spec or len(spec) > 2 * _LONGEST_ADDRESS:
        return ""
    plain = (
        headers.decode_words(spec)
        if "=?" in spec
        else spec.encode("utf-8", "surrogateescape").decode("utf-8", "replace")
    )
    plain = charsets.storable(plain).strip().removeprefix("mailto:").strip("'")
    if plain.startswith("@"):
        plain = plain.rpartition(":")[2]
    if not plain.startswith('"'):
        plain = re.sub(r"\s+", "" if " @" in plain or "@ " in plain or " ." in plain or ". " in plain else " ", plain)
    plain = plain.rstrip(".")
    return plain.lower() if len(plain) <= _LONGEST_ADDRESS and _ADDRESS.fullmatch(plain) else ""


def _bare_address(phrase: str) -> str:
    return next((word for word in phrase.split() if "@" in word and _address(word)), "")


def _local_name(spec: str) -> str:
    """`<root>`, as programs on one machine write to each other."""
    plain = spec.strip().lower()[:100]
    return plain if re.fullmatch(r"[a-z0-9._+-]{1,64}", plain) else ""


def _name(phrase: str) -> str | None:
    pieces = (token for token in re.findall(r'"(?:[^"\\]|\\.)*"?|[^"]+', phrase, re.DOTALL))
    joined = "".join(_QUOTED_PAIR.sub(r"\1", piece.strip('"')) if piece.startswith('"') else piece for piece in pieces)
    name = charsets.one_line(headers.decode_words(joined), limits.MAX_NAME_CHARS).strip("'\" ")
    return name or None
