"""Taking stored requests to read and letting them go again: short transactions of their own, across workspaces."""

from datetime import datetime

from services.api.integrations.messages import repository
from services.api.integrations.messages.repository import Claim
from services.kit.database import Database

__all__ = ["Claim", "claim_messages", "release_message"]


async def claim_messages(database: Database, *, at: datetime, until: datetime, most: int) -> list[Claim]:
    """Take up to `most` waiting messages, the oldest first, for this process alone until `until`."""
    return await repository.unscoped_claim(database.reader, at=at, until=until, most=most)


async def release_message(database: Database, *, claim: Claim, until: datetime, counts: bool) -> None:
    """Let a message be claimed again from `until` on; `counts` tells whether the attempt was the message's fault."""
    async with database.unscoped_session() as session, session.begin():
        await repository.unscoped_release(session, claim=claim, until=until, counts=counts)
