"""Notices that a mail could not be delivered: RFC 3464 reports, and those of programs that write them their own way."""

import re
from dataclasses import dataclass, field
from typing import Final

from services.api.interactions.mail import charsets
from services.api.interactions.mail.addresses import parse_addresses
from services.api.interactions.mail.headers import Headers
from services.api.interactions.mail.structure import Part

MOST_ADDRESSES: Final = 50
_LOOKED_AT: Final = 20_000
_REPORT_BYTES: Final = 64 * 1024
_POSTMASTERS: Final = re.compile(
    r"^(?:mailer[-_.]?daemon|mail[-_.]?daemon|postmaster|mdaemon|mailerdaemon|mail-?system|"
    r"system administrator|mail delivery (?:sub)?system|microsoft ?exchange\w{0,40}|symantec_antivirus\w{0,20}|"
    r"bounces?)\b",
    re.I,
)
_SUBJECT: Final = re.compile(
    r"undeliver(?:ed|able)|not delivered|non-?deliver|(?:delivery|mail|message) (?:has )?(?:failed|failure|"
    r"error|status)|delivery (?:notification|report|problem|incomplete)|failed (?:mail|delivery|message)|"
    r"failure notice|failure notification|failure delivery|returned (?:mail|e-?mail|to sender)|"
    r"returning message|mail system error|could not be delivered|couldn't be delivered|"
    r"message (?:not delivered|could not)|warning: could not send|bounced? (?:mail|message)|unzustellbar|"
    r"nicht zugestellt|zustellung fehlgeschlagen|nicht zustellbar|fehlgeschlagene zustellung|non remis|"
    r"échec de (?:la )?remise|non distribué|no se puede entregar|no se ha podido entregar|no entregado|"
    r"não entregue|falha na entrega|non recapitabile|impossibile recapitare|mancato recapito|onbestelbaar|"
    r"niet bezorgd|olevererbart|kan ikke leveres|ei voitu toimittaa|niedostarczon|nie dostarczono|"
    r"nedoručitelná|не доставлено|недоставленн|teslim edilemedi|配信不能|配信エラー|退信|无法送达|系统退信|배달되지",
    re.I,
)
_WORDS: Final = re.compile(
    r"this is the qmail-send program|qmail-remote|this is the (?:mail|postfix) (?:system|program) at|"
    r"could not be (?:delivered|sent)|was not able to deliver|unable to deliver|couldn't be delivered|"
    r"delivery (?:has )?failed|delivery to the following recipients? (?:has )?(?:failed|was aborted)|"
    r"did not reach (?:some or all of )?the (?:intended|following) recipient|following (?:address|"
    r"recipient)(?:es|s|\(s\)|\(es\))? (?:had|failed|could not|have)|permanent fatal errors|(?:user|recipient|"
    r"mailbox|account)s? (?:unknown|unavailable|not found|rejected)|no such user|mailbox (?:is )?full|"
    r"over ?quota|quota exceeded|undeliverable|was undeliverable|has been returned|"
    r"message (?:was )?not (?:be )?delivered|konnte nicht (?:an|zugestellt)|n'a pas (?:pu )?être|"
    r"no se ha podido|5\.[0-9]\.[0-9]",
    re.I,
)
_DELAY: Final = re.compile(r"\bdelay(?:ed)?\b|could not send message for past|still being retried|verzögert", re.I)
_ADDRESS: Final = r"[\w.+=&'/%-]{1,64}@[\w.-]{1,200}\.[a-z]{2,24}"
_ROLES: Final = "recipient|to|address|user|mailbox|rcpt to|for|deliver(?:ed|y)? to|unknown"
_AFTER: Final = r"on |\(|- |, |\.\.\.|:|is |was |has |not "
_NAMED: Final = (
    re.compile(rf"^\s{{0,12}}<?({_ADDRESS})>?\s{{0,4}}:?\s{{0,4}}(?:(?:\(|\.{{3}}|generated from).{{0,200}})?$", re.I),
    re.compile(rf"^\s{{0,12}}<({_ADDRESS})>(?::|\s)", re.I),
    re.compile(rf"(?:{_ROLES})\s?(?:address)?\s?[:<]{{0,2}}\s?<?({_ADDRESS})>?", re.I),
    re.compile(rf"({_ADDRESS})>?\s?(?:{_AFTER})", re.I),
)
#: Where the returned mail begins in a notice that is one text.
_COPY: Final = re.compile(
    r"^\s{0,4}[-=_]{0,12}\s?(?:below this line is a copy|this is a copy of|original message|returned message|"
    r"unsent message|message header|(?:the )?(?:header|text|body) of (?:the |your )?(?:original )?message|"
    r"return-path:|received:|message follows|original headers|transcript of session follows|"
    r"the following is a copy|here is a copy|undelivered message)",
    re.I,
)
_FIELD: Final = re.compile(
    r"^(final-recipient|original-recipient|x-actual-recipient|action|status)\s*:\s*(.{0,500})$", re.I
)


@dataclass(frozen=True, slots=True)
class Bounce:
    """A notice of failure, and the addresses it names; none where it names them in no way we can read."""

    addresses: tuple[str, ...] = ()


def read_bounce(root: Part, senders: list[str], text: str) -> Bounce | None:
    """The notice that a mail is; None for any other mail, also for "not yet delivered" and "delivered"."""
    report = next((part for part in root.walk() if part.content_type.endswith("/delivery-status")), None)
    reported = _reported(report) if report is not None else None
    if reported is not None:
        return Bounce(reported.failed or _named_in(root.headers, text, senders)) if reported.has_failed else None
    if not _is_notice(root, senders, text):
        return None
    return Bounce(_named_in(root.headers, text, senders))


@dataclass(slots=True)
class _Report:
    """What became of the recipients of a mail."""

    actions: set[str] = field(default_factory=set)
    recipients: dict[str, None] = field(default_factory=dict)

    @property
    def has_failed(self) -> bool:
        return "failed" in self.actions

    @property
    def failed(self) -> tuple[str, ...]:
        return tuple(self.recipients)[:MOST_ADDRESSES]

    def add(self, block: dict[str, str]) -> None:
        """One recipient's fields; without an action the status tells."""
        stated = block.get("action", "failed" if block.get("status", "").startswith("5") else "")
        action = stated.lower().partition(" ")[0]
        self.actions.add(action)
        if action in ("failed", ""):
            self.recipients |= dict.fromkeys(_recipients(block))


def _reported(part: Part) -> _Report | None:
    """The report within; None where it says nothing that we know."""
    lines = charsets.unix_lines(charsets.decode(part.octets()[:_REPORT_BYTES], part.charset)).split("\n")
    report = _Report()
    block: dict[str, str] = {}
    for line in [*lines, ""]:
        if match := _FIELD.match(line.strip()):
            block.setdefault(match[1].lower(), match[2].strip())
        elif not line.strip() and block:
            report.add(block)
            block = {}
    return report if report.actions & {"failed", "delayed", "delivered", "relayed", "expanded"} else None


def _recipients(block: dict[str, str]) -> list[str]:
    """The address that bounced as the sender wrote it, where the report says so."""
    for name in ("original-recipient", "final-recipient", "x-actual-recipient"):
        value = block.get(name, "").partition(";")[2] or block.get(name, "")
        found = [person.address for person in parse_addresses([value]) if person.address and "@" in person.address]
        if found:
            return found[:1]
    return []


def _is_notice(root: Part, senders: list[str], text: str) -> bool:
    """Who writes such notices, together with what they say: neither alone is enough."""
    headers = root.headers
    if headers.first("x-failed-recipients"):
        return True
    subject = headers.text("subject", 300) or ""
    says = bool(_SUBJECT.search(subject))
    explains = bool(_WORDS.search(text[:_LOOKED_AT]))
    return _is_postmaster(headers, senders) and (says or explains) and not _is_delay(subject)


def _is_postmaster(headers: Headers, senders: list[str]) -> bool:
    paths = ("".join(value.split()).upper() for value in headers.all("return-path"))
    is_nobody = any(path in ("<>", "MAILER-DAEMON", "<MAILER-DAEMON>") for path in paths)
    name = (headers.text("from", 200) or "").strip("\"' <")
    submitted = (headers.first("auto-submitted") or "").lower().startswith("auto-generated")
    return is_nobody or submitted or bool(_POSTMASTERS.match(name)) or any(_POSTMASTERS.match(one) for one in senders)


def _is_delay(subject: str) -> bool:
    return bool(_DELAY.search(subject))


def _named_in(headers: Headers, text: str, senders: list[str]) -> tuple[str, ...]:
    """The addresses a notice names, in its header or in its words, but neither its writer nor its reader."""
    own = {*senders, *(person.address for name in ("to", "cc") for person in parse_addresses(headers.all(name)))}
    given = [person.address for person in parse_addresses(headers.all("x-failed-recipients")) if person.address]
    if given:
        return tuple(given[:MOST_ADDRESSES])
    found: dict[str, None] = {}
    for line in text[:_LOOKED_AT].split("\n"):
        if found and _COPY.match(line[:200]):
            break
        for pattern in _NAMED:
            if match := pattern.search(line[:400]):
                found.setdefault(match[1].lower())
                break
        if len(found) >= MOST_ADDRESSES:
            break
    return tuple(address for address in found if address not in own)
