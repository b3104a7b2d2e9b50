"""What a higher context must know of an interaction it points at."""

from dataclasses import dataclass
from uuid import UUID

from services.api.interactions import repository
from services.api.interactions.domain import title_of
from services.api.interactions.models import Interaction
from services.kit.actor import Actor
from services.kit.problems import NotFound
from services.kit.reads import Reader
from services.kit.work import Work


@dataclass(frozen=True)
class InteractionAtHand:
    """An interaction with its projects and what lists call it."""

    interaction: Interaction
    project_ids: list[UUID]

    @property
    def title(self) -> str:
        """The subject, or the first words."""
        return title_of(self.interaction.channel, self.interaction.subject, self.interaction.text)


async def interaction_at_hand(work: Work, *, interaction_id: UUID) -> InteractionAtHand:
    """An interaction, locked, so that it stays where it belongs until the transaction ends.

    Raises:
        NotFound: the actor sees no such interaction.
    """
    interaction = await repository.interaction_for_change(work, interaction_id=interaction_id)
    if interaction is None:
        raise NotFound
    return InteractionAtHand(interaction, await repository.project_ids_of(work, interaction_id=interaction_id))


async def shows_interaction(reader: Reader, actor: Actor, interaction_id: UUID) -> bool:
    """Whether the actor sees such an interaction."""
    return await repository.INTERACTIONS.item(reader, actor, interaction_id) is not None
