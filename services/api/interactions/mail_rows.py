"""A mail as rows: the interaction, its people and its files."""

from uuid import UUID

from services.api.interactions.acquaintance import People
from services.api.interactions.domain import Match, direction_of
from services.api.interactions.mail.addresses import MailAddress
from services.api.interactions.mail.message import ParsedMail
from services.api.interactions.models import Attachment, Interaction, Participant
from services.kit.mail_names import ascii_address
from services.kit.work import Work


def participants_of(interaction: Interaction, mail: ParsedMail, people: People) -> list[Participant]:
    groups: tuple[tuple[str, tuple[MailAddress, ...]], ...] = (
        ("from", mail.sender),
        ("to", mail.to),
        ("cc", mail.cc),
        ("bcc", mail.bcc),
    )
    everyone = [(role, person) for role, group in groups for person in group]
    return [
        Participant(
            workspace_id=interaction.workspace_id,
            interaction_id=interaction.id,
            position=position,
            role=role,
            address=person.address or None,
            name=person.name,
            contact_id=_contact_for(people, person.address, interaction.customer_id),
            user_id=people.members.get(ascii_address(person.address)),
        )
        for position, (role, person) in enumerate(everyone)
    ]


def _contact_for(people: People, address: str, customer_id: UUID | None) -> UUID | None:
    known = people.contacts.get(ascii_address(address), [])
    at_customer = [contact for contact in known if contact.customer_id == customer_id] or known
    return at_customer[0].id if len(at_customer) == 1 else None


def attachments_of(interaction: Interaction, mail: ParsedMail) -> list[Attachment]:
    return [
        Attachment(
            workspace_id=interaction.workspace_id,
            interaction_id=interaction.id,
            position=position,
            file_name=file.name or f"attachment-{position + 1}",
            content_type=file.content_type,
            size=file.size,
            content_id=file.content_id,
            is_inline=file.is_inline,
            sha256=bytes.fromhex(file.sha256),
            is_stored=file.is_stored,
            not_stored_because=file.not_stored_because,
        )
        for position, file in enumerate(mail.attachments)
    ]


def interaction_of(work: Work, mail: ParsedMail, found: Match, people: People, *, thread_id: UUID) -> Interaction:
    return Interaction(
        workspace_id=work.workspace_id,
        channel="email",
        direction=direction_of(people.parties, people.own),
        occurred_at=mail.sent_at,
        subject=mail.subject,
        text=mail.text,
        text_full=mail.text_full,
        html=mail.html,
        snippet=mail.snippet,
        customer_id=found.customer_id,
        contact_id=found.contact_id,
        author_id=people.author_id,
        thread_id=thread_id,
        external_id=mail.message_id,
        is_automatic=mail.is_automatic,
        automatic_kind=mail.automatic_kind,
        bounced_addresses=list(mail.automatic.bounced_addresses),
        matched_by=found.matched_by,
    )
