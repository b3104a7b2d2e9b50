"""Events that could not be worked through: keeping them where an admin sees them, and trying them again."""

from datetime import datetime
from uuid import UUID

from services.api.communications.dead_letters import events, repository
from services.api.communications.dead_letters.models import DeadLetter
from services.kit.clock import now
from services.kit.ids import new_id
from services.kit.work import Work


async def replay(work: Work, *, dead_letter_id: UUID) -> DeadLetter:
    """Ask the consumer to try the event again; asking while it tries is harmless.

    Raises:
        NotFound: there is none in this workspace.
    """
    dead_letter = await repository.dead_letter_for_change(work, dead_letter_id=dead_letter_id)
    dead_letter.status, dead_letter.updated_at = "replaying", now()
    await work.session.flush()
    payload = events.replay_requested(dead_letter)
    work.record(payload, subject=events.subject(dead_letter), sequence=dead_letter.version)
    return dead_letter


async def park(
    work: Work, *, consumer: str, event_id: UUID, event_type: str, error: str, attempts: int, parked_at: datetime
) -> DeadLetter:
    """Keep an event that a consumer gave up, or gave up again."""
    dead_letter = await repository.dead_letter_of(work, consumer=consumer, event_id=event_id)
    if dead_letter is None:
        dead_letter = DeadLetter(
            workspace_id=work.workspace_id, id=new_id(), consumer=consumer, event_id=event_id, event_type=event_type
        )
        work.session.add(dead_letter)
    dead_letter.error, dead_letter.attempts = error, attempts
    dead_letter.status, dead_letter.parked_at = "parked", parked_at
    await work.session.flush()
    return dead_letter


def close(work: Work, *, consumer: str, event_id: UUID) -> None:
    """Forget a dead letter: its event was worked through after all."""
    repository.delete_dead_letter_of(work, consumer=consumer, event_id=event_id)
