"""The bell in the product: the receipt itself carries the notice, and the API files it in the person's inbox."""

from services.notifier.channels.port import Receipt
from services.notifier.notices import IN_APP, Delivery


class InAppChannel:
    """Needs no far side: recording the receipt delivers it."""

    name = IN_APP

    def withholds(self, delivery: Delivery) -> str | None:
        """People who left are not told; there is no switch for the rest."""
        return None if delivery.is_active else "The person is no longer a member of this workspace."

    async def send(self, _delivery: Delivery) -> Receipt:
        """Nothing to do beyond the receipt."""
        return Receipt()

    async def close(self) -> None:
        """Nothing is open."""
