"""Mails become interactions; a request with a mail that belongs to nobody waits in the queue."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from services.api.integrations import events
from services.api.integrations.models import InboundMessage
from services.api.integrations.providers.port import IncomingMail
from services.api.integrations.recording.port import Recorder, Request
from services.api.interactions.attachments.keeping import Keeper
from services.api.interactions.correspondence import RecordedMail, record_mail
from services.api.interactions.mail.message import ParsedMail, parse_mail
from services.api.interactions.threads.service import THREADS
from services.kit.actor import Actor
from services.kit.work import Work


def prepare(told: Sequence[IncomingMail], received_at: datetime) -> list[ParsedMail]:
    """Parse each mail; whom the provider delivered it to counts beside whom it names."""
    parsed = [(one, parse_mail(one.raw, received_at=received_at)) for one in told]
    return [replace(mail, delivered_to=(*one.recipients, *mail.delivered_to)) for one, mail in parsed]


async def keep(keeper: Keeper, actor: Actor, mails: list[ParsedMail]) -> list[ParsedMail]:
    """Put the attached files into the store."""
    return await keeper.keep(actor, mails)


async def record(work: Work, request: Request, mails: list[ParsedMail]) -> None:
    """Record each mail once, and say whether all of them belong to somebody."""
    message = request.message
    creates_contacts = bool(request.source.credentials.settings.get("create_contacts"))
    recorded = [
        await record_mail(work, mail=mail, inbound_message_id=message.id, creates_contacts=creates_contacts)
        for mail in mails
    ]
    message.kind = "mail"
    message.interaction_ids = list(dict.fromkeys(one.interaction.id for one in recorded))
    _judge(work, message, recorded)


def _judge(work: Work, message: InboundMessage, recorded: list[RecordedMail]) -> None:
    """A request is unmatched as long as one of its mails belongs to no customer."""
    homeless = next((one for one in recorded if one.interaction.customer_id is None), None)
    if homeless is None:
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


MAILS = Recorder(of=IncomingMail, prepare=prepare, record=record, keep=keep, holding=THREADS)
