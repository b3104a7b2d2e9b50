"""Every event type there is; importing this package fills the registry."""

from services.contracts.events import customers, delivery, feedback, identity, inbound, interactions, projects

__all__ = ["customers", "delivery", "feedback", "identity", "inbound", "interactions", "projects"]
