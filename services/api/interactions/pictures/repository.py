from sqlalchemy import bindparam, select

from services.api.interactions.models import Interaction
from services.kit.listing import visible
from services.kit.reads import Read, fence

#: The HTML of an interaction that the actor sees.
HTML = Read(
    select(Interaction.html)
    .where(
        Interaction.workspace_id == fence(),
        Interaction.id == bindparam("interaction_id", type_=Interaction.id.type),
        visible(Interaction.restricted_to),
    )
    .limit(1)
)
