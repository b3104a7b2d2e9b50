"""What a member is mailed, kind by kind; in the product everything is told."""

from typing import Any

from services.api.identity.members import repository
from services.api.identity.members.models import Member
from services.api.identity.members.schemas import SwitchesRead, SwitchesUpdate
from services.api.identity.members.service import change_member
from services.api.web.conditions import check_version
from services.contracts.switches import MAIL_KINDS
from services.kit.actor import Actor
from services.kit.problems import Unauthenticated
from services.kit.reads import Reader
from services.kit.work import Work


async def read_switches(reader: Reader, actor: Actor) -> tuple[SwitchesRead, int]:
    """The caller's switches, and the version of their membership."""
    row = await repository.switches_of(reader, actor)
    if row is None:
        raise Unauthenticated
    return _switches(is_on=row["email_notifications"], off=row["email_off"]), row["version"]


async def change_switches(
    work: Work, *, changes: SwitchesUpdate, expected_version: int | None
) -> tuple[SwitchesRead, int]:
    """Turn some of the caller's switches; answers all of them.

    Raises:
        PreconditionFailed: the membership was changed since `expected_version`.
    """
    found = await repository.unscoped_member(work, work.actor.user_id) if work.actor.user_id else None
    if found is None:
        raise Unauthenticated
    member = found[0]
    check_version(expected_version, member.version)
    given = changes.model_dump(exclude_none=True)
    wanted: dict[str, Any] = {"email_off": _off(member, given.get("email", {}))}
    if "email_notifications" in given:
        wanted["email_notifications"] = given["email_notifications"]
    await change_member(work, member.user_id, wanted)
    return _switches(is_on=member.email_notifications, off=member.email_off), member.version


def _off(member: Member, turned: dict[str, bool]) -> list[str]:
    """The kinds that are off then, each once and in one order."""
    return [kind for kind in MAIL_KINDS if not turned.get(kind, kind not in member.email_off)]


def _switches(*, is_on: bool, off: list[str]) -> SwitchesRead:
    by_kind = {kind: kind not in off for kind in MAIL_KINDS}
    return SwitchesRead.model_validate({"email_notifications": is_on, "email": by_kind})
