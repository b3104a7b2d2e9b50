"""Every event type there is; importing this package fills the registry."""

from services.contracts.events import (
    audit,
    collaboration,
    customers,
    delivery,
    feedback,
    identity,
    inbound,
    interactions,
    projects,
)

__all__ = [
    "audit",
    "collaboration",
    "customers",
    "delivery",
    "feedback",
    "identity",
    "inbound",
    "interactions",
    "projects",
]
