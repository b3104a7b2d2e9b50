"""What a higher context must know of a customer it points at."""

from uuid import UUID

from services.api.customers import repository
from services.api.customers.models import Customer
from services.kit.actor import Actor
from services.kit.reads import Reader
from services.kit.work import Work


async def customer_at_hand(work: Work, *, customer_id: UUID) -> Customer:
    """A customer that stays there until the transaction ends.

    Raises:
        NotFound: it is not in this workspace.
    """
    return await repository.customer_at_hand(work, customer_id=customer_id)


async def shows_customer(reader: Reader, actor: Actor, customer_id: UUID) -> bool:
    """Whether the actor sees such a customer."""
    return await repository.CUSTOMERS.item(reader, actor, customer_id) is not None
