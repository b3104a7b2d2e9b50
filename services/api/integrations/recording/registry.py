"""The kinds of occurrences that this version records."""

from typing import Final

from services.api.integrations.providers.port import Occurrence
from services.api.integrations.recording.mail_events import MAIL_EVENTS
from services.api.integrations.recording.mails import MAILS
from services.api.integrations.recording.port import AnyRecorder
from services.api.integrations.recording.surveys import SURVEYS

RECORDERS: Final[tuple[AnyRecorder, ...]] = (MAIL_EVENTS, MAILS, SURVEYS)


def recorder_of(occurrence: Occurrence) -> AnyRecorder | None:
    """Who records this occurrence; None where nobody does."""
    return next((recorder for recorder in RECORDERS if isinstance(occurrence, recorder.of)), None)
