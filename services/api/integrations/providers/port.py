"""What a provider's adapter has to answer: is it really them, and what does the request say?"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
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
class Freshness:
    """When a request came, and how far its own timestamp may be from that, in either direction."""

    at: datetime
    tolerance: timedelta

    def covers(self, said: datetime) -> bool:
        """Whether a signed timestamp is near enough to be no replay."""
        return abs(self.at - said) <= self.tolerance


@dataclass(frozen=True)
class IncomingMail:
    """A request that carries a mail, as the bytes of the mail, and to whom it was delivered where that is told."""

    raw: bytes
    recipients: tuple[str, ...] = ()


MailEventKind = Literal["delivery", "bounce", "complaint", "open", "click", "other"]


@dataclass(frozen=True)
class MailEvent:
    """What became of a mail that was sent through the provider."""

    kind: MailEventKind
    occurred_at: datetime | None = None
    recipient: str = ""
    message_id: str = ""
    is_permanent: bool = False
    detail: str = ""


@dataclass(frozen=True)
class SurveyAnswer:
    """One respondent's answers, in the order of the survey: (question, answer as text).

    `score` is as answered, on the scale from `lowest` to `highest`; None where no question carries a metric. `hidden`
    came with the link of the survey; `variables` are what the provider calculated.
    """

    external_id: str
    survey_name: str = ""
    survey_external_id: str = ""
    metric: Literal["nps", "csat", "ces", "custom"] = "custom"
    score: float | None = None
    lowest: float = 0
    highest: float = 10
    comment: str = ""
    answers: tuple[tuple[str, str], ...] = ()
    respondent_address: str = ""
    respondent_name: str = ""
    hidden: Mapping[str, str] = field(default_factory=dict)
    variables: Mapping[str, str] = field(default_factory=dict)
    submitted_at: datetime | None = None


Occurrence = IncomingMail | MailEvent | SurveyAnswer


class UnreadableRequest(ValueError):
    """The request is signed well and says nothing that can be read; the message says what was expected."""


class Provider(Protocol):
    """One program that posts to us. Adapters inherit from it and so have what most of them have in common."""

    name: str
    kind: SourceKind
    takes_secret: bool = True
    """Whether it signs with a secret at all."""
    settings_keys: frozenset[str] = frozenset()
    """The settings that only some providers know and this one uses; what every source has is not among them."""

    def new_secret(self) -> str | None:
        """A secret to sign with, where Rapport may make one; None where it must come from the provider."""
        return None

    def is_guarded(self, credentials: Credentials) -> bool:
        """Whether a source with these credentials can tell the provider from anybody else."""
        return bool(credentials.secret or credentials.settings.get("basic_auth"))

    def verify(self, posted: Posted, credentials: Credentials, freshness: Freshness) -> Verdict:
        """Judge the request on its raw bytes, before any of it is parsed, comparing in constant time."""

    def message_id(self, posted: Posted) -> bytes:
        """What the provider calls the request outside its body; only the same body under the same id is a repeat."""
        del posted
        return b""

    def single_use(self, posted: Posted) -> bytes | None:
        """What a well-signed request may bring only once, where its signature does not cover its body."""
        del posted
        return None

    def occurrences(self, posted: Posted, credentials: Credentials) -> Sequence[Occurrence]:
        """What the request tells, read as the source's settings say.

        Raises:
            UnreadableRequest: it is not in the provider's form.
        """
