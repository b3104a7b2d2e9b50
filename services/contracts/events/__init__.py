"""Every event type there is; importing this package fills the registry."""

from services.contracts.events import customers, delivery, identity, inbound, interactions, projects

__all__ = ["customers", "delivery", "identity", "inbound", "interactions", "projects"]
