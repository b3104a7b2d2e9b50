"""Receipts that come in a crowd: those of one workspace are kept in one statement."""

from collections.abc import Sequence
from dataclasses import replace
from uuid import UUID

from services.api.worker.inbox import REPEATABLE, ReceiptsInbox
from services.api.worker.receipts import take_in
from services.contracts.envelope import Envelope
from services.kit.consumer import take_in_once


class ReceiptCrowd:
    """Takes several receipts in at once."""

    def __init__(self, inbox: ReceiptsInbox) -> None:
        self._inbox = inbox

    async def take_in(self, envelopes: Sequence[Envelope]) -> set[UUID]:
        """All effects of the receipts; the ids of those that were new, as far as that is asked.

        What says how a delivery stands may be kept in any order, beside or before the rest.
        """
        envelopes = [envelope for envelope in envelopes if not self._inbox.is_closed(envelope.workspace_id)]
        by_workspace: dict[UUID, list[Envelope]] = {}
        for envelope in envelopes:
            if envelope.type in REPEATABLE:
                by_workspace.setdefault(envelope.workspace_id, []).append(envelope)
        for some in by_workspace.values():
            await self._keep(some)
        new = {envelope.id for some in by_workspace.values() for envelope in some}
        for envelope in envelopes:
            if envelope.type not in REPEATABLE and await take_in_once(self._inbox, envelope, take_in):
                new.add(envelope.id)
        return new

    async def _keep(self, envelopes: list[Envelope]) -> None:
        async with self._inbox.transaction(envelopes[0]) as work:
            # Of two about the same delivery the later one has to be written last.
            for envelope in sorted(envelopes, key=lambda one: one.occurred_at):
                own = replace(work, correlation_id=envelope.correlation_id)
                await self._inbox.admit(own, envelope)
                await take_in(own, envelope)
