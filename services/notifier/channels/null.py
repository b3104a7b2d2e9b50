"""The twin of a channel that reaches nobody: for instances without mail, and for tests that look at what was sent."""

from services.notifier.channels.port import Receipt
from services.notifier.notices import Delivery


class NullChannel:
    """Takes every delivery and keeps the last ones."""

    def __init__(self, name: str, *, keep: int = 1000) -> None:
        self.name = name
        self.sent: list[Delivery] = []
        self._keep = keep

    def withholds(self, _delivery: Delivery) -> str | None:
        """Withholds nothing."""
        return None

    async def send(self, delivery: Delivery) -> Receipt:
        """Remember it."""
        self.sent.append(delivery)
        del self.sent[: -self._keep]
        return Receipt()

    async def close(self) -> None:
        """Nothing is open."""
