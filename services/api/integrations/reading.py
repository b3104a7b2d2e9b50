"""Working through a stored request: its mails become interactions, in one transaction with what became of it."""

import asyncio
from dataclasses import dataclass

from services.api.integrations import events
from services.api.integrations.messages import repository
from services.api.integrations.messages.claims import Claim
from services.api.integrations.messages.queue import leave_queue
from services.api.integrations.models import InboundMessage
from services.api.integrations.providers.port import IncomingMail, Posted, UnreadableRequest
from services.api.integrations.providers.registry import PROVIDERS
from services.api.integrations.receipt import source_actor
from services.api.integrations.sources.service import OpenSource, opened_source
from services.api.interactions.correspondence import RecordedMail, record_mail
from services.api.interactions.mail.message import NotAMail, ParsedMail, parse_mail
from services.kit.actor import system_actor
from services.kit.clock import now
from services.kit.database import Database
from services.kit.problems import NotFound
from services.kit.seal import Sealer
from services.kit.telemetry import logger
from services.kit.work import Work

log = logger(__name__)


@dataclass(frozen=True)
class _Content:
    """What a request turned out to say; `reason` where it said nothing that can be read."""

    mails: tuple[ParsedMail, ...] = ()
    reason: str | None = None


async def read_message(database: Database, sealer: Sealer, claim: Claim) -> None:
    """Read a claimed message and record what it says. A message that is gone, or was read meanwhile, is left alone."""
    rows = await database.reader.rows(repository.UNSCOPED_STORED, claim.workspace_id, message_id=claim.id)
    if not rows:
        return
    stored = dict(rows[0])
    posted = Posted(stored.pop("body"), stored.pop("headers"))
    source = opened_source(claim.workspace_id, stored, sealer)
    content = await asyncio.to_thread(_content, source, posted, claim)
    async with database.work(source_actor(source), correlation_id=claim.correlation_id) as work:
        try:
            message = await repository.message_for_change(work, message_id=claim.id)
        except NotFound:
            return
        if message.status == "received":
            await _record(work, message, source, content)


async def give_up(database: Database, claim: Claim, *, reason: str) -> None:
    """Mark a message as failed, so that it is seen and can be replayed."""
    async with database.work(system_actor(claim.workspace_id), correlation_id=claim.correlation_id) as work:
        message = await repository.message_for_change(work, message_id=claim.id)
        if message.status == "received":
            _fail(work, message, reason)


async def _record(work: Work, message: InboundMessage, source: OpenSource, content: _Content) -> None:
    if content.reason is not None:
        _fail(work, message, content.reason)
        return
    creates_contacts = bool(source.credentials.settings.get("create_contacts"))
    recorded = [
        await record_mail(work, mail=mail, inbound_message_id=message.id, creates_contacts=creates_contacts)
        for mail in content.mails
    ]
    message.interaction_ids = list(dict.fromkeys(one.interaction.id for one in recorded))
    message.processed_at = now()
    message.claimed_until = None
    _judge(work, message, recorded)


def _judge(work: Work, message: InboundMessage, recorded: list[RecordedMail]) -> None:
    """A request is unmatched as long as one of its mails belongs to no customer."""
    homeless = next((one for one in recorded if one.interaction.customer_id is None), None)
    if homeless is None:
        leave_queue(message)
        return
    message.status = "unmatched"
    message.reason = homeless.reason or "The mail belongs to no customer yet."
    payload = events.unmatched(
        message,
        reason=message.reason,
        subject=homeless.interaction.subject or "",
        from_address=homeless.sender_address,
    )
    work.record(payload, subject=events.message_subject(message), sequence=message.attempts)


def _fail(work: Work, message: InboundMessage, reason: str) -> None:
    message.status, message.reason = "failed", reason
    message.processed_at, message.claimed_until = now(), None
    work.record(
        events.failed(message, reason=reason), subject=events.message_subject(message), sequence=message.attempts
    )


def _content(source: OpenSource, posted: Posted, claim: Claim) -> _Content:
    """Everything that only needs the processor; runs beside the event loop."""
    try:
        found = PROVIDERS[source.provider].occurrences(posted, source.credentials)
        mails = [one for one in found if isinstance(one, IncomingMail)]
        return _Content(tuple(parse_mail(one.raw, received_at=claim.received_at) for one in mails))
    except (UnreadableRequest, NotAMail) as error:
        return _Content(reason=str(error))
    except Exception as error:
        # Whatever a mail throws is the mail's fate, not the worker's; its bytes stay, and it can be replayed.
        log.exception("inbound message unreadable", message_id=str(claim.id))
        return _Content(reason=f"It could not be read ({type(error).__name__}).")
