"""Who decides what somebody follows."""

from uuid import UUID

from services.kit.actor import Actor

#: Whoever leads may also decide for others.
LEADS = frozenset({"owner", "admin", "manager"})


def may_decide_for(actor: Actor, user_id: UUID) -> bool:
    """Everybody for themselves; those who lead for everybody."""
    return actor.user_id == user_id or actor.role in LEADS
