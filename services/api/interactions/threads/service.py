"""Threads of mails: whole, whatever the order in which their mails arrive."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from services.api.interactions.domain import choose_thread
from services.api.interactions.models import Interaction
from services.api.interactions.threads import repository
from services.kit.ids import new_id
from services.kit.seal import digest
from services.kit.work import Work


@dataclass(frozen=True)
class MailThread:
    """The thread of a mail; a new one has no other mail, so nothing need be asked of it."""

    id: UUID
    is_new: bool


async def thread_of_mail(work: Work, *, message_ids: Sequence[str]) -> MailThread:
    """The thread that a mail's own id and its references tie together; a late mail joins threads that were apart.

    Holds the workspace's thread lock until the transaction ends.
    """
    await repository.lock_threads(work)
    if not message_ids:
        return MailThread(new_id(), is_new=True)
    hashes = {digest(message_id) for message_id in message_ids}
    choice = choose_thread(await repository.threads_of_messages(work, hashes=hashes))
    thread_id = choice.thread_id or new_id()
    if choice.absorbed:
        await repository.absorb_threads(work, absorbed=choice.absorbed, into=thread_id)
    repository.point_messages(work, hashes=hashes, thread_id=thread_id)
    return MailThread(thread_id, is_new=choice.thread_id is None)


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
