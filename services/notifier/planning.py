"""Planning: what an event causes is entered into the ledger in the transaction of its inbox row.

The bell in the product has no far side that could be away: its delivery is entered as sent, with the receipt that
carries the notice, and the API files it.
"""

from collections.abc import Sequence
from typing import Any

from services.contracts.envelope import Envelope
from services.kit.clock import now
from services.kit.ids import new_id
from services.notifier.channels.port import Receipt
from services.notifier.digest import may_be_digested, patience
from services.notifier.notices import IN_APP, Delivery, PlannedDelivery
from services.notifier.outbox import delivered
from services.notifier.store import Connection

#: Two parts of a statement whose `$1` are rows of `rows_of`; `of` narrows them. What is there already stays.
PLANNED = """
planned AS (
  INSERT INTO notifier.deliveries
    (workspace_id, id, event_id, event_type, recipient_id, channel, notice, correlation_id, project_id, is_private,
     may_be_digested, due_at, status, attempts)
  SELECT d.workspace_id, d.id, d.event_id, d.event_type, d.recipient_id, d.channel, d.notice, d.correlation_id,
    d.project_id, d.is_private, d.may_be_digested,
    now() + CASE WHEN d.may_be_digested THEN d.patience ELSE 0 END * interval '1 second',
    CASE WHEN d.receipt IS NULL THEN 'pending' ELSE 'sent' END, CASE WHEN d.receipt IS NULL THEN 0 ELSE 1 END
  FROM jsonb_to_recordset($1) AS d(workspace_id uuid, id uuid, event_id uuid, event_type text, recipient_id uuid,
    channel text, notice jsonb, correlation_id text, project_id uuid, is_private boolean, may_be_digested boolean,
    patience double precision, receipt jsonb) {of}
  ON CONFLICT (workspace_id, event_id, recipient_id, channel) DO NOTHING RETURNING id
), said AS (
  INSERT INTO notifier.outbox (workspace_id, event_id, type, envelope)
  SELECT r.workspace_id, (r.receipt->>'id')::uuid, r.receipt->>'type', r.receipt
  FROM jsonb_to_recordset($1) AS r(workspace_id uuid, id uuid, receipt jsonb) JOIN planned USING (id)
  WHERE r.receipt IS NOT NULL
)
"""
PLAN = f"WITH {PLANNED.format(of='')} SELECT FROM planned"


async def plan(connection: Connection, envelope: Envelope, planned: Sequence[PlannedDelivery]) -> None:
    """Enter what one event causes, in the transaction of its inbox row."""
    if planned:
        await connection.execute(PLAN, rows_of(envelope, planned))


def rows_of(envelope: Envelope, planned: Sequence[PlannedDelivery]) -> list[dict[str, Any]]:
    """What an event causes, as rows of the ledger with the receipts of those that need no sending."""
    patient = patience(now() - envelope.occurred_at).total_seconds()
    return [_row(envelope, one, patient) for one in planned]


def _row(envelope: Envelope, planned: PlannedDelivery, patient: float) -> dict[str, Any]:
    row: dict[str, Any] = {
        "workspace_id": envelope.workspace_id,
        "id": new_id(),
        "event_id": envelope.id,
        "event_type": envelope.type,
        "recipient_id": planned.recipient_id,
        "channel": planned.channel,
        "correlation_id": envelope.correlation_id,
        "project_id": envelope.project_id,
        "is_private": envelope.is_private,
    }
    receipt = None
    if planned.channel == IN_APP:
        # Rules plan for people who are here.
        rung = Delivery(**row, attempts=1, version=1, notice=planned.notice, is_active=True)
        receipt = delivered(rung, Receipt()).model_dump(mode="json")
    return row | {
        "notice": planned.notice.to_json(),
        "may_be_digested": may_be_digested(planned),
        "patience": patient,
        "receipt": receipt,
    }
