"""What all rules share: nobody is told what they did themselves, nor what they may not see."""

from collections.abc import Iterable
from uuid import UUID

from services.contracts.envelope import Envelope
from services.notifier.notices import EMAIL, IN_APP, Notice, PlannedDelivery
from services.notifier.picture import Member, Picture


def acting_user(envelope: Envelope) -> UUID | None:
    """The person who caused the event, where a person did."""
    if envelope.actor.kind != "user" or envelope.actor.id is None:
        return None
    return UUID(envelope.actor.id)


def may_see(member: Member, envelope: Envelope, picture: Picture) -> bool:
    """What happens inside a private project is for its members, and for those who see all."""
    if not envelope.is_private or member.sees_all:
        return True
    return any(member.user_id in project.member_ids for project in picture.projects.values() if project.is_private)


def told(envelope: Envelope, picture: Picture, user_ids: Iterable[UUID]) -> list[Member]:
    """Those of the candidates who are still here, did not do it themselves and may see it; each once, in order."""
    actor = acting_user(envelope)
    found: dict[UUID, Member] = {}
    for user_id in user_ids:
        member = picture.members.get(user_id)
        if member and user_id != actor and may_see(member, envelope, picture):
            found.setdefault(user_id, member)
    return list(found.values())


def by_all_channels(member: Member, notice: Notice) -> list[PlannedDelivery]:
    """In the product, and by email as far as the person's switch allows."""
    return [PlannedDelivery(member.user_id, channel, notice) for channel in (IN_APP, EMAIL)]


def in_app_only(member: Member, notice: Notice) -> list[PlannedDelivery]:
    """In the product, without a mail."""
    return [PlannedDelivery(member.user_id, IN_APP, notice)]


def watched_reason(picture: Picture, member: Member) -> str:
    """Why a watcher gets it."""
    kind = picture.watchers.get(member.user_id, "record")
    return f"You get this because you watch this {'conversation' if kind == 'interaction' else kind}."


def actor_name(envelope: Envelope, picture: Picture) -> str:
    """The name of the person who did it; empty when a program did, or nobody we know."""
    actor = acting_user(envelope)
    member = picture.members.get(actor) if actor else None
    return member.name if member else ""


def reason_of(picture: Picture, member: Member) -> str:
    """Why somebody hears of a customer: they work on the project, own the relationship, or watch."""
    for project in picture.projects.values():
        if member.user_id in project.member_ids:
            return f"You get this because you work on {project.name or 'this project'}."
    is_owner = picture.customer is not None and picture.customer.owner_id == member.user_id
    if member.user_id in picture.watchers and not is_owner:
        return watched_reason(picture, member)
    customer = picture.customer.name if picture.customer else ""
    return f"You get this because you own the relationship with {customer or 'this customer'}."
