"""Telling higher contexts, in the same transaction, that an answer found whose it is, or is nobody's again.

The queue of unmatched requests stands above; it gives a follower to `when_placed` and so is right whichever way
somebody took: the queue itself, or the answer's own page.
"""

from collections.abc import Awaitable, Callable, Sequence
from uuid import UUID

from services.kit.work import Work

Follower = Callable[[Work, Sequence[UUID], bool], Awaitable[None]]

_followers: list[Follower] = []


def when_placed(follower: Follower) -> Follower:
    """Decorator: run `follower(work, inbound_message_ids, belongs)` whenever an answer was put somewhere or nowhere."""
    _followers.append(follower)
    return follower


async def tell_placed(work: Work, inbound_message_ids: Sequence[UUID], *, belongs: bool) -> None:
    """Run the followers for the requests that told of one answer."""
    if inbound_message_ids:
        for follower in _followers:
            await follower(work, inbound_message_ids, belongs)
