"""What was taken out of the audit."""

from services.contracts.payload import Payload, registered


@registered
class AuditExported(Payload):
    TYPE = "audit.exported"
    EXAMPLE = {"lines": 312, "filters": ["since", "type"]}

    lines: int
    filters: list[str]
