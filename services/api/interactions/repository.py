from collections.abc import Sequence
from typing import Any, cast
from uuid import UUID

from sqlalchemy import (
    LargeBinary,
    SQLColumnExpression,
    Table,
    Text,
    bindparam,
    delete,
    exists,
    func,
    literal,
    or_,
    select,
    text,
    update,
)
from sqlalchemy.dialects.postgresql import aggregate_order_by

from services.api.interactions.models import Attachment, Interaction, InteractionProject, Participant
from services.api.interactions.schemas import LISTED_TEXT_CHARACTERS
from services.kit.actor import Actor
from services.kit.asking import Asked, Question
from services.kit.gathering import put, row_of
from services.kit.listing import Listing, Sort, instant, json_object, visible
from services.kit.reads import fence
from services.kit.work import Work


def _of_interaction(table: Any) -> tuple[SQLColumnExpression[bool], SQLColumnExpression[bool]]:
    return table.workspace_id == Interaction.workspace_id, table.interaction_id == Interaction.id


def _array_of(table: Any, item: SQLColumnExpression[Any], order: SQLColumnExpression[Any]) -> SQLColumnExpression[Any]:
    rows = func.json_agg(aggregate_order_by(item, order))
    gathered = select(func.coalesce(rows, text("'[]'::json"))).where(*_of_interaction(table))
    return gathered.correlate(Interaction).scalar_subquery()


_PERSON = json_object(
    {
        "role": Participant.role,
        "address": Participant.address,
        "name": Participant.name,
        "contact_id": Participant.contact_id,
        "user_id": Participant.user_id,
    }
)
_FILE = json_object(
    {
        "id": Attachment.id,
        "file_name": Attachment.file_name,
        "content_type": Attachment.content_type,
        "size": Attachment.size,
        "content_id": Attachment.content_id,
        "is_inline": Attachment.is_inline,
        "is_stored": Attachment.is_stored,
        "not_stored_because": Attachment.not_stored_because,
    }
)
_HEAD: dict[str, SQLColumnExpression[Any]] = {
    "id": Interaction.id,
    "channel": Interaction.channel,
    "direction": Interaction.direction,
    "occurred_at": instant(Interaction.occurred_at),
    "subject": Interaction.subject,
    "snippet": Interaction.snippet,
    "customer_id": Interaction.customer_id,
    "contact_id": Interaction.contact_id,
    "author_id": Interaction.author_id,
    "project_ids": _array_of(InteractionProject, InteractionProject.project_id, InteractionProject.project_id),
    "participants": _array_of(Participant, _PERSON, Participant.position),
    "attachments": _array_of(Attachment, _FILE, Attachment.position),
    "thread_id": Interaction.thread_id,
    "external_id": Interaction.external_id,
    "is_automatic": Interaction.is_automatic,
    "automatic_kind": Interaction.automatic_kind,
    "bounced_addresses": Interaction.bounced_addresses,
    "matched_by": Interaction.matched_by,
    "inbound_message_id": Interaction.inbound_message_id,
    "created_at": instant(Interaction.created_at),
    "updated_at": instant(Interaction.updated_at),
    "version": Interaction.version,
}


PUT_INTERACTION = put(cast(Table, Interaction.__table__))
PUT_PROJECT = put(cast(Table, InteractionProject.__table__))
PUT_PARTICIPANT = put(cast(Table, Participant.__table__))
PUT_ATTACHMENT = put(cast(Table, Attachment.__table__))


def _listing(fields: dict[str, SQLColumnExpression[Any]]) -> Listing:
    return Listing(
        source=Interaction.__table__,
        fields=fields,
        identity=Interaction.id,
        version=Interaction.version,
        where=(Interaction.workspace_id == fence(), visible(Interaction.restricted_to)),
        sorts={"occurred_at": Sort(Interaction.occurred_at)},
        filters={
            "customer_id": Interaction.customer_id == bindparam("customer_id", type_=Interaction.customer_id.type),
            "contact_id": Interaction.contact_id == bindparam("contact_id", type_=Interaction.contact_id.type),
            "thread_id": Interaction.thread_id == bindparam("thread_id", type_=Interaction.thread_id.type),
            "channel": Interaction.channel == bindparam("channel", type_=Text()),
            "direction": Interaction.direction == bindparam("direction", type_=Text()),
            "project_id": exists(
                select(InteractionProject.project_id)
                .where(
                    *_of_interaction(InteractionProject),
                    InteractionProject.project_id == bindparam("project_id", type_=Interaction.id.type),
                )
                .correlate(Interaction)
            ),
        },
    )


INTERACTIONS = _listing({**_HEAD, "text": func.left(Interaction.text, LISTED_TEXT_CHARACTERS)})
WHOLE_INTERACTIONS = _listing(
    {**_HEAD, "text": Interaction.text, "text_full": Interaction.text_full, "html": Interaction.html}
)


def visible_to(actor: Actor) -> SQLColumnExpression[bool]:
    """Interactions that no private project keeps from the actor."""
    if actor.sees_all:
        return literal(True)
    own = Interaction.restricted_to.op("&&")(list(actor.private_project_ids))
    return or_(Interaction.restricted_to.is_(None), own)


async def interaction_for_change(work: Work, *, interaction_id: UUID) -> Interaction | None:
    """The interaction, locked until the transaction ends; None where this actor sees none."""
    statement = select(Interaction).where(
        Interaction.workspace_id == work.workspace_id, Interaction.id == interaction_id, visible_to(work.actor)
    )
    return (await work.session.execute(statement.with_for_update())).scalar_one_or_none()


IS_RECORDED = Question(
    select(Interaction.id).where(
        Interaction.workspace_id == fence(),
        Interaction.content_digest == bindparam("content_digest", type_=LargeBinary()),
    )
)


def unscoped_is_recorded(*, content_digest: bytes) -> Asked[bool]:
    """Whether a mail was recorded before; a mail is one, whoever may see it."""
    return Asked(IS_RECORDED, {"content_digest": content_digest}, bool)


async def unscoped_by_digest(work: Work, *, content_digest: bytes) -> Interaction | None:
    """The interaction of a mail that was recorded before; a mail is one, whoever may see it."""
    statement = select(Interaction).where(
        Interaction.workspace_id == work.workspace_id, Interaction.content_digest == content_digest
    )
    return (await work.session.execute(statement)).scalar_one_or_none()


async def participants_of(work: Work, *, interaction_id: UUID) -> list[Participant]:
    """Who took part, in the order they were named."""
    statement = (
        select(Participant)
        .where(Participant.workspace_id == work.workspace_id, Participant.interaction_id == interaction_id)
        .order_by(Participant.position)
    )
    return list((await work.session.execute(statement)).scalars())


async def attachments_of(work: Work, *, interaction_id: UUID) -> list[Attachment]:
    """The attached files, in the order of the mail."""
    statement = (
        select(Attachment)
        .where(Attachment.workspace_id == work.workspace_id, Attachment.interaction_id == interaction_id)
        .order_by(Attachment.position)
    )
    return list((await work.session.execute(statement)).scalars())


async def project_ids_of(work: Work, *, interaction_id: UUID) -> list[UUID]:
    """The projects of an interaction."""
    statement = select(InteractionProject.project_id).where(
        InteractionProject.workspace_id == work.workspace_id, InteractionProject.interaction_id == interaction_id
    )
    return sorted((await work.session.execute(statement)).scalars())


async def replace_projects(work: Work, *, interaction_id: UUID, project_ids: Sequence[UUID]) -> None:
    """Make these, and no others, the projects of an interaction."""
    await work.session.execute(
        delete(InteractionProject).where(
            InteractionProject.workspace_id == work.workspace_id, InteractionProject.interaction_id == interaction_id
        )
    )
    add_projects(work, interaction_id=interaction_id, project_ids=project_ids)


def add_projects(work: Work, *, interaction_id: UUID, project_ids: Sequence[UUID]) -> None:
    """Let an interaction that has none belong to projects."""
    own = {"workspace_id": work.workspace_id, "interaction_id": interaction_id}
    work.gather(PUT_PROJECT, *({**own, "project_id": project_id} for project_id in project_ids))


def add_interaction(
    work: Work, interaction: Interaction, *, participants: Sequence[Participant], attachments: Sequence[Attachment]
) -> None:
    """Write a new interaction with the people and files on it. None of them is tracked by the session afterwards."""
    work.gather(PUT_INTERACTION, row_of(interaction))
    work.gather(PUT_PARTICIPANT, *map(row_of, participants))
    work.gather(PUT_ATTACHMENT, *map(row_of, attachments))


async def has_thread(work: Work, *, thread_id: UUID) -> bool:
    """Whether the actor sees an interaction of this thread."""
    statement = select(Interaction.id).where(
        Interaction.workspace_id == work.workspace_id, Interaction.thread_id == thread_id, visible_to(work.actor)
    )
    return (await work.session.execute(statement.limit(1))).first() is not None


async def unscoped_by_projects(work: Work, *, project_id: UUID) -> list[tuple[list[UUID], list[UUID]]]:
    """The interactions of a project, grouped by all the projects they belong to: (project ids, interaction ids)."""
    place = InteractionProject
    own = select(place.interaction_id).where(place.workspace_id == work.workspace_id, place.project_id == project_id)
    each = (
        select(
            place.interaction_id, func.array_agg(aggregate_order_by(place.project_id, place.project_id)).label("all")
        )
        .where(place.workspace_id == work.workspace_id, place.interaction_id.in_(own))
        .group_by(place.interaction_id)
        .subquery()
    )
    statement = select(each.c.all, func.array_agg(each.c.interaction_id)).group_by(each.c.all)
    return [(row[0], row[1]) for row in await work.session.execute(statement)]


async def restrict(work: Work, *, interaction_ids: Sequence[UUID], restricted_to: list[UUID] | None) -> None:
    """Set who may see interactions; a change of visibility is no change of their content, so the version stays."""
    await work.session.execute(
        update(Interaction)
        .where(Interaction.workspace_id == work.workspace_id, Interaction.id.in_(interaction_ids))
        .values(restricted_to=restricted_to, updated_at=Interaction.updated_at)
        .execution_options(synchronize_session=False)
    )
