"""Taking the audit out of the product, which is itself a line of it."""

from typing import Any

from services.api.timeline.audit.domain import as_csv
from services.api.timeline.audit.schemas import MAXIMUM_EXPORTED, AuditExport
from services.api.timeline.feed.domain import EventFilter
from services.api.timeline.feed.repository import events_before
from services.api.timeline.feed.schemas import MAXIMUM_POSITION
from services.contracts.envelope import Subject
from services.contracts.events.audit import AuditExported
from services.kit.reads import Reader
from services.kit.work import Work

AT_ONCE = 1000


async def export_audit(work: Work, reader: Reader, *, wanted: AuditExport) -> str:
    """The newest lines of the filtered audit as CSV."""
    narrowed = EventFilter(**wanted.model_dump())
    found: list[dict[str, Any]] = []
    position = MAXIMUM_POSITION
    while len(found) < MAXIMUM_EXPORTED:
        page = await events_before(reader, work.actor, position=position, limit=AT_ONCE, wanted=narrowed)
        found += page
        if len(page) < AT_ONCE:
            break
        position = page[-1]["position"]
    exported = AuditExported(lines=len(found), filters=sorted(narrowed.given()))
    work.record(exported, subject=Subject(kind="audit", id=work.workspace_id), sequence=1)
    return as_csv(found)
