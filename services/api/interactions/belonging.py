"""Telling higher contexts, in the same transaction, where interactions belong by now.

The queue of unmatched requests stands above interactions; it gives a follower to `when_matched` and so is right
whichever way somebody took: the queue itself, the interaction's page, or a later mail of the thread. What hangs on an
interaction, such as its comments, shows where it shows: `when_moved` and `when_restricted` say that this has changed.
"""

from collections.abc import Awaitable, Callable, Sequence
from uuid import UUID

from services.api.interactions.glance import InteractionAtHand
from services.kit.work import Work

Follower = Callable[[Work, Sequence[UUID]], Awaitable[None]]
MoveFollower = Callable[[Work, InteractionAtHand], Awaitable[None]]
RestrictionFollower = Callable[[Work, Sequence[UUID], list[UUID] | None], Awaitable[None]]

_followers: list[Follower] = []
_move_followers: list[MoveFollower] = []
_restriction_followers: list[RestrictionFollower] = []


def when_matched(follower: Follower) -> Follower:
    """Decorator: run `follower(work, interaction_ids)` whenever mails came to belong to a customer."""
    _followers.append(follower)
    return follower


async def tell_matched(work: Work, interaction_ids: Sequence[UUID]) -> None:
    """Run the followers."""
    if interaction_ids:
        for follower in _followers:
            await follower(work, interaction_ids)


def when_moved(follower: MoveFollower) -> MoveFollower:
    """Decorator: run `follower(work, at_hand)` whenever one belongs to another customer or other projects."""
    _move_followers.append(follower)
    return follower


async def tell_moved(work: Work, moved: InteractionAtHand) -> None:
    """Run those followers."""
    for follower in _move_followers:
        await follower(work, moved)


def when_restricted(follower: RestrictionFollower) -> RestrictionFollower:
    """Decorator: run `follower(work, interaction_ids, restricted_to)` whenever other private projects guard them."""
    _restriction_followers.append(follower)
    return follower


async def tell_restricted(work: Work, interaction_ids: Sequence[UUID], restricted_to: list[UUID] | None) -> None:
    """Run those followers."""
    for follower in _restriction_followers:
        await follower(work, interaction_ids, restricted_to)
