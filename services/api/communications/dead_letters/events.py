from services.api.communications.dead_letters.models import DeadLetter
from services.contracts.envelope import Subject
from services.contracts.events.delivery import DeadLetterReplayRequested


def subject(dead_letter: DeadLetter) -> Subject:
    """How events name this dead letter."""
    return Subject(kind="dead_letter", id=dead_letter.id)


def replay_requested(dead_letter: DeadLetter) -> DeadLetterReplayRequested:
    """What the consumer learns that shall try again."""
    return DeadLetterReplayRequested(event_id=dead_letter.event_id, consumer=dead_letter.consumer)
