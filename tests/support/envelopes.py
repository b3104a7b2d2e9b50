"""Envelopes for tests of what reads events."""

from uuid import UUID

from services.contracts.envelope import Envelope, EventActor, Subject
from services.contracts.payload import Payload
from services.kit.clock import now
from services.kit.ids import new_id


def envelope_of(
    payload: Payload,
    *,
    subject: Subject | None = None,
    workspace_id: UUID | None = None,
    user_id: UUID | None = None,
    project_id: UUID | None = None,
    is_private: bool = False,
    position: int | None = 1,
) -> Envelope:
    """An envelope as a reader gets it; `user_id` is who did it, the system otherwise."""
    data, personal = payload.split()
    actor = EventActor(kind="user", id=str(user_id)) if user_id else EventActor(kind="system")
    return Envelope(
        id=new_id(),
        type=payload.TYPE,
        version=payload.VERSION,
        occurred_at=now(),
        workspace_id=workspace_id or new_id(),
        actor=actor,
        subject=subject or Subject(kind=payload.TYPE.split(".")[0], id=new_id()),
        sequence=1,
        position=position,
        correlation_id="test-correlation",
        project_id=project_id,
        is_private=is_private,
        data=data,
        personal=personal,
    )
