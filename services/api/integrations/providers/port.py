"""What a provider's adapter has to answer: is it really them, and what does the request say?"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal, Protocol

SourceKind = Literal["email", "survey"]


@dataclass(frozen=True)
class Posted:
    """A request exactly as it came. Header names are lower case."""

    body: bytes
    headers: Mapping[str, str]


@dataclass(frozen=True)
class Credentials:
    """What the source was set up with, in clear."""

    secret: str | None = None
    settings: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Verdict:
    """What a signature is worth; `reason` says what was wrong, for the people of the workspace."""

    is_good: bool
    reason: str | None = None


GOOD = Verdict(True)


@dataclass(frozen=True)
class IncomingMail:
    """A request that carries a mail, as the bytes of the mail."""

    raw: bytes


Occurrence = IncomingMail


class UnreadableRequest(ValueError):
    """The request is signed well and says nothing that can be read; the message says what was expected."""


class Provider(Protocol):
    """One program that posts to us."""

    name: str
    kind: SourceKind

    def new_secret(self) -> str | None:
        """A secret to sign with, where Rapport may make one; None where it must come from the provider."""

    def is_guarded(self, credentials: Credentials) -> bool:
        """Whether a source with these credentials can tell the provider from anybody else."""

    def verify(self, posted: Posted, credentials: Credentials) -> Verdict:
        """Judge the request on its raw bytes, before any of it is parsed, comparing in constant time."""

    def dedupe_key(self, posted: Posted) -> bytes:
        """What two deliveries of the same request have in common."""

    def occurrences(self, posted: Posted) -> Sequence[Occurrence]:
        """What the request tells.

        Raises:
            UnreadableRequest: it is not in the provider's form.
        """
