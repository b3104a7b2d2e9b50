"""Threads of mails: whole, whatever the order in which their mails arrive."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from services.api.interactions.domain import choose_thread
from services.api.interactions.models import Interaction
from services.api.interactions.threads import repository
from services.kit.asking import Asked
from services.kit.ids import new_id
from services.kit.seal import digest
from services.kit.work import Work

THREADS = repository.THREADS


@dataclass(frozen=True)
class MailThread:
    """The thread of a mail; a new one has no other mail, so nothing need be asked of it."""

    id: UUID
    is_new: bool


def threads_of_mail(*, message_ids: Sequence[str]) -> Asked[list[UUID]]:
    """Asks for the threads that a mail's own id and its references belong to; only under the lock is it the truth."""
    return repository.unscoped_threads_of_messages(hashes={digest(one) for one in message_ids})


async def join_thread(work: Work, *, found: Sequence[UUID]) -> MailThread:
    """The thread that a mail belongs to, of those found for its ids; a late mail joins threads that were apart.

    Its ids lead to the thread once they are remembered.
    """
    choice = choose_thread(found)
    thread_id = choice.thread_id or new_id()
    if choice.absorbed:
        await repository.absorb_threads(work, absorbed=choice.absorbed, into=thread_id)
    return MailThread(thread_id, is_new=choice.thread_id is None)


def remember(work: Work, *, message_ids: Sequence[str], thread_id: UUID) -> None:
    """Let a mail's own id and its references lead to its thread."""
    repository.point_messages(work, hashes={digest(one) for one in message_ids}, thread_id=thread_id)


async def lock_threads(work: Work) -> None:
    """Hold the workspace's threads as they are until the transaction ends."""
    await repository.lock_threads(work)


async def customers_of_thread(work: Work, *, thread_id: UUID) -> frozenset[UUID]:
    """The customers that the thread's interactions belong to so far."""
    return await repository.unscoped_customers_of_thread(work, thread_id=thread_id)


async def projects_of_thread(work: Work, *, thread_id: UUID, customer_id: UUID) -> list[UUID]:
    """The projects that the customer's interactions of the thread belong to so far."""
    return await repository.unscoped_projects_of_thread(work, thread_id=thread_id, customer_id=customer_id)


async def unmatched_of_thread(work: Work, *, thread_id: UUID) -> list[Interaction]:
    """Mails of the thread that belong to no customer yet, oldest first, locked."""
    return await repository.unscoped_unmatched_of_thread(work, thread_id=thread_id)


async def followers_in_thread(work: Work, *, thread_id: UUID, customer_id: UUID) -> list[Interaction]:
    """Mails that belong to the customer because others of their thread do, oldest first, locked."""
    return await repository.unscoped_followers_in_thread(work, thread_id=thread_id, customer_id=customer_id)
