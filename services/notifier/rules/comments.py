"""Somebody said something: whoever is mentioned hears that they were, and who watches or answers for it hears it."""

from collections.abc import Sequence
from uuid import UUID

from services.contracts.envelope import Envelope
from services.contracts.events.collaboration import CommentFacts, CommentUpdated
from services.notifier.notices import Link, Notice, PlannedDelivery
from services.notifier.picture import Concerns, Member, Picture
from services.notifier.reading import read
from services.notifier.rules.audience import acting_user, by_all_channels, told, watched_reason

BUTTONS = {
    "customer": "Open the customer",
    "project": "Open the project",
    "task": "Open the task",
    "interaction": "Open the conversation",
}
RESPONSIBLE = {
    "customer": "You get this because you own the relationship with this customer.",
    "task": "You get this because the task is yours.",
}


def concerns(envelope: Envelope) -> Concerns | None:
    """What it is about, and everybody who may hear of it; an edit concerns only those who are mentioned anew."""
    comment = read(CommentFacts, envelope)
    mentioned = _mentioned(envelope, comment)
    is_new = envelope.type != CommentUpdated.TYPE
    if not is_new and not mentioned:
        return None
    responsible = comment.responsible_user_id
    people = [comment.author_id, acting_user(envelope), responsible if is_new else None, *mentioned]
    return Concerns(
        project_ids=frozenset(comment.project_ids),
        customer_id=comment.customer_id,
        user_ids=frozenset(user_id for user_id in people if user_id),
        watched_ids=frozenset([comment.subject_id]) if is_new else frozenset(),
    )


def deliveries(envelope: Envelope, picture: Picture) -> list[PlannedDelivery]:
    """Each person once: who is mentioned is told that, and not also that something was said."""
    comment = read(CommentFacts, envelope)
    mentioned = _told(envelope, picture, comment, _mentioned(envelope, comment))
    planned: list[PlannedDelivery] = []
    for member in mentioned:
        planned += by_all_channels(member, _notice(comment, picture, "mentioned you in a comment on", MENTIONED))
    if envelope.type == CommentUpdated.TYPE:
        return planned
    responsible = [comment.responsible_user_id] if comment.responsible_user_id else []
    for member in _told(envelope, picture, comment, [*responsible, *picture.watchers]):
        if member not in mentioned:
            reason = _reason(comment, picture, member)
            planned += by_all_channels(member, _notice(comment, picture, "commented on", reason))
    return planned


MENTIONED = "You get this because somebody mentioned you."


def _mentioned(envelope: Envelope, comment: CommentFacts) -> list[UUID]:
    if envelope.type == CommentUpdated.TYPE:
        return read(CommentUpdated, envelope).newly_mentioned_user_ids
    return comment.mentioned_user_ids


def _told(envelope: Envelope, picture: Picture, comment: CommentFacts, user_ids: Sequence[UUID]) -> list[Member]:
    # A program may write in somebody's name; that is no news to them either.
    return [member for member in told(envelope, picture, user_ids) if member.user_id != comment.author_id]


def _notice(comment: CommentFacts, picture: Picture, did: str, reason: str) -> Notice:
    author = picture.members.get(comment.author_id) if comment.author_id else None
    name = author.name if author else "Somebody"
    title = comment.subject_title or f"this {comment.subject_kind}"
    customer = picture.customer.name if picture.customer and comment.subject_kind != "customer" else ""
    projects = [picture.projects[i].name for i in comment.project_ids if i in picture.projects]
    places = [customer, *(projects if comment.subject_kind != "project" else [])]
    is_mention = did.startswith("mentioned")
    return Notice(
        subject=f"{name} mentioned you: {title}" if is_mention else f"{name} on {title}",
        headline=f"{name} {did} {title}.",
        context=" · ".join(place for place in places if place),
        quote=comment.text,
        quoted_name=name,
        link=Link(comment.subject_kind, comment.subject_id),
        button=BUTTONS[comment.subject_kind],
        reason=reason,
    )


def _reason(comment: CommentFacts, picture: Picture, member: Member) -> str:
    is_responsible = member.user_id == comment.responsible_user_id and member.user_id not in picture.watchers
    return RESPONSIBLE[comment.subject_kind] if is_responsible else watched_reason(picture, member)
