"""Members: what they are told by mail, and telling the other services who they are."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from services.api.identity.accounts.models import User
from services.api.identity.members import repository
from services.api.identity.members.models import Member
from services.api.web.conditions import check_version
from services.contracts.envelope import Subject
from services.contracts.events.identity import MemberChanged, MemberJoined
from services.kit.asking import Asked
from services.kit.clock import now
from services.kit.problems import NotFound
from services.kit.work import Work

OF_THE_ACCOUNT = frozenset({"name"})


def joined(work: Work, *, user: User, member: Member) -> None:
    """Record that somebody became a member."""
    subject = Subject(kind="member", id=user.id)
    work.record(MemberJoined(**_facts(user, member)), subject=subject, sequence=member.version)


def members_by_address(*, addresses: Sequence[str]) -> Asked[dict[str, UUID]]:
    """Asks for the user ids of the members who have one of these mail addresses; a member is never the customer."""
    return repository.unscoped_ids_by_address(addresses)


def known_members(*, user_ids: Sequence[UUID]) -> Asked[set[UUID]]:
    """Asks which of these are members, or were: what they took part in stays theirs."""
    return repository.unscoped_known(user_ids)


async def change_member(
    work: Work, user_id: UUID, changes: Mapping[str, Any], *, expected_version: int | None = None
) -> None:
    """Set fields of a member and of their account; nothing is recorded where nothing differs.

    Raises:
        NotFound: there is no such member here.
        PreconditionFailed: the member was changed since `expected_version`.
    """
    found = await repository.unscoped_member(work, user_id)
    if found is None:
        raise NotFound
    member, user = found
    check_version(expected_version, member.version)
    differing = {name: value for name, value in changes.items() if getattr(_owner(name, member, user), name) != value}
    if not differing:
        return
    for name, value in differing.items():
        setattr(_owner(name, member, user), name, value)
    # A new name alone lives on the account; the member's version must still move, for it is the event's sequence.
    member.updated_at = now()
    await work.session.flush()
    changed(work, user=user, member=member)


def changed(work: Work, *, user: User, member: Member) -> None:
    """Record what a member is from now on."""
    subject = Subject(kind="member", id=user.id)
    work.record(MemberChanged(**_facts(user, member)), subject=subject, sequence=member.version)


async def mail_switch(work: Work, user_id: UUID) -> tuple[str, bool]:
    """The workspace's name and whether it mails this member.

    Raises:
        NotFound: they are no member any more.
    """
    found = await repository.unscoped_switch(work, user_id)
    if found is None:
        raise NotFound
    return found


def _owner(name: str, member: Member, user: User) -> Member | User:
    return user if name in OF_THE_ACCOUNT else member


def _facts(user: User, member: Member) -> dict[str, Any]:
    return {
        "user_id": user.id,
        "role": member.role,
        "email_notifications": member.email_notifications,
        "email_off": member.email_off,
        "name": user.name,
        "email": user.email,
    }
