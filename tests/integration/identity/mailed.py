"""What would be mailed: the tokens that events carry sealed, opened as the notifier opens them."""

import asyncio
from typing import Any
from uuid import UUID

from services.kit.seal import SealBroken, mail_sealer
from tests.support.people import People, Person


async def invitation_token(people: People, workspace_id: UUID, invitation_id: str) -> str:
    """The token in the newest mail of an invitation."""
    said = await people.said(workspace_id, "invitation.sent")
    for data in reversed(said):
        token = _opened(people, data, f"invitation:{invitation_id}")
        if token is not None:
            return token
    raise AssertionError("no mail")


async def reset_tokens(people: People, person: Person, *, count: int = 1) -> list[str]:
    """The tokens of the mails that a person got for a new password, once there are so many."""
    async with asyncio.timeout(10):
        while len(said := await people.said(person.workspace_id, "password.reset_requested")) < count:  # noqa: ASYNC110 - the answer does not wait for the mail
            await asyncio.sleep(0.05)
    opened = [_opened(people, data, f"password_reset:{person.user_id}") for data in said]
    return [token for token in opened if token is not None]


def _opened(people: People, data: dict[str, Any], context: str) -> str | None:
    try:
        return mail_sealer(people.parts.settings.secret_keys).open(data["sealed_token"], context=context)
    except SealBroken:
        return None
