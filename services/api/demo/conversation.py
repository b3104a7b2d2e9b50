"""One exchange of the demo. Days count back from today."""

from dataclasses import dataclass

from services.api.interactions.domain import Channel, Direction


@dataclass(frozen=True, slots=True)
class Conversation:
    """One exchange. Those with the same `thread` belong together; `by` is the colleague who took part."""

    days: float
    channel: Channel
    direction: Direction
    by: str
    customer: str
    contact: str | None
    project: str | None
    subject: str
    text: str
    thread: str | None = None
