"""Taking a mail from a customer again: a wrong choice is undone, and with it what followed from it."""

from uuid import UUID

from services.api.interactions.service import belong_to, whole_for_change, whole_of
from services.api.interactions.threads import service as threads
from services.kit.work import Work

NOBODY = {"customer_id": None, "contact_id": None, "matched_by": None}


async def unmatch_mail(work: Work, *, interaction_id: UUID) -> list[UUID]:
    """Let a mail belong to no customer, and with it the mails that came to the customer by its thread alone.

    Returns the interactions that belong to nobody now.

    Raises:
        NotFound: the actor sees no such interaction.
    """
    await threads.lock_threads(work)
    whole = await whole_for_change(work, interaction_id=interaction_id)
    thread_id, customer_id = whole.interaction.thread_id, whole.interaction.customer_id
    await belong_to(work, whole, values=NOBODY, project_ids=[])
    freed = [interaction_id]
    if customer_id is None:
        return freed
    for follower in await threads.followers_in_thread(work, thread_id=thread_id, customer_id=customer_id):
        if follower.id != interaction_id:
            await belong_to(work, await whole_of(work, follower), values=NOBODY, project_ids=[])
            freed.append(follower.id)
    return freed
