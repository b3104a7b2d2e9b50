"""What the dispatcher needs from a channel."""

from dataclasses import dataclass
from typing import Protocol

from services.notifier.notices import Delivery


class Deferred(Exception):
    """Not now: the far side is away or busy. The delivery is tried again."""


class Refused(Exception):
    """Never: the far side said so for good. The delivery fails."""


@dataclass(frozen=True, slots=True)
class Receipt:
    """The far side has it; `message_id` is the one it knows it by."""

    message_id: str | None = None


class Channel(Protocol):
    """One way to reach people. `name` is what ledger and receipts call it."""

    name: str

    def withholds(self, delivery: Delivery, /) -> str | None:
        """Why this person must not be told by this channel, looked at when sending, or None."""

    async def send(self, delivery: Delivery, /) -> Receipt:
        """Hand the delivery over.

        Raises:
            Deferred: try again later.
            Refused: do not try again.
        """

    async def close(self) -> None:
        """Leave the far side in good order."""
