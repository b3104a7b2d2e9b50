"""Telling higher contexts, in the same transaction, that interactions found their customer.

The queue of unmatched requests stands above interactions; it gives a follower to `when_matched` and so is right
whichever way somebody took: the queue itself, the interaction's page, or a later mail of the thread.
"""

from collections.abc import Awaitable, Callable, Sequence
from uuid import UUID

from services.kit.work import Work

Follower = Callable[[Work, Sequence[UUID]], Awaitable[None]]

_followers: list[Follower] = []


def when_matched(follower: Follower) -> Follower:
    """Decorator: run `follower(work, interaction_ids)` whenever mails came to belong to a customer."""
    _followers.append(follower)
    return follower


async def tell_matched(work: Work, interaction_ids: Sequence[UUID]) -> None:
    """Run the followers."""
    if interaction_ids:
        for follower in _followers:
            await follower(work, interaction_ids)
