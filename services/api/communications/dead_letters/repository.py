from uuid import UUID

from sqlalchemy import bindparam, select

from services.api.communications.dead_letters.models import DeadLetter
from services.kit.gathering import call
from services.kit.listing import Listing, Sort, instant
from services.kit.problems import NotFound
from services.kit.reads import fence
from services.kit.work import Work

DEAD_LETTERS = Listing(
    source=DeadLetter.__table__,
    fields={
        "id": DeadLetter.id,
        "event_id": DeadLetter.event_id,
        "event_type": DeadLetter.event_type,
        "consumer": DeadLetter.consumer,
        "error": DeadLetter.error,
        "attempts": DeadLetter.attempts,
        "status": DeadLetter.status,
        "parked_at": instant(DeadLetter.parked_at),
        "created_at": instant(DeadLetter.created_at),
        "updated_at": instant(DeadLetter.updated_at),
        "version": DeadLetter.version,
    },
    identity=DeadLetter.id,
    version=DeadLetter.version,
    where=(DeadLetter.workspace_id == fence(),),
    sorts={"parked_at": Sort(DeadLetter.parked_at)},
    filters={
        "event_id": DeadLetter.event_id == bindparam("event_id", type_=DeadLetter.event_id.type),
        "consumer": DeadLetter.consumer == bindparam("consumer", type_=DeadLetter.consumer.type),
        "status": DeadLetter.status == bindparam("status", type_=DeadLetter.status.type),
    },
)

CLOSE = call("rapport.close_dead_letter", space="uuid", reader="text", event="uuid")


async def dead_letter_for_change(work: Work, *, dead_letter_id: UUID) -> DeadLetter:
    """The dead letter, locked until the transaction ends.

    Raises:
        NotFound: there is none in this workspace, or its replay has succeeded.
    """
    statement = select(DeadLetter).where(DeadLetter.workspace_id == work.workspace_id, DeadLetter.id == dead_letter_id)
    dead_letter = (await work.session.execute(statement.with_for_update())).scalar_one_or_none()
    if dead_letter is None:
        raise NotFound
    return dead_letter


async def dead_letter_of(work: Work, *, consumer: str, event_id: UUID) -> DeadLetter | None:
    """What a consumer parked of an event, locked until the transaction ends."""
    statement = select(DeadLetter).where(
        DeadLetter.workspace_id == work.workspace_id,
        DeadLetter.consumer == consumer,
        DeadLetter.event_id == event_id,
    )
    return (await work.session.execute(statement.with_for_update())).scalar_one_or_none()


def delete_dead_letter_of(work: Work, *, consumer: str, event_id: UUID) -> None:
    """Delete what a consumer parked of an event, where there is something."""
    work.gather(CLOSE, {"space": work.workspace_id, "reader": consumer, "event": event_id})
