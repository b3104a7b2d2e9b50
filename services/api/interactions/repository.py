from collections.abc import Collection, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Text, bindparam, delete, exists, func, literal, or_, select, text, update
from sqlalchemy.dialects.postgresql import aggregate_order_by, insert

from services.api.interactions.models import Attachment, Interaction, InteractionProject, Participant, ThreadMessage
from services.api.interactions.schemas import LISTED_TEXT_CHARACTERS
from services.kit.actor import Actor
from services.kit.listing import Listing, Sort, instant, json_object, visible
from services.kit.reads import fence
from services.kit.work import Work

LOCK_THREADS = text("SELECT pg_advisory_xact_lock(hashtextextended('rapport threads ' || :workspace, 0))")


def _of_interaction(table: Any) -> tuple[ColumnElement[bool], ColumnElement[bool]]:
    return table.workspace_id == Interaction.workspace_id, table.interaction_id == Interaction.id


def _array_of(table: Any, item: ColumnElement[Any], order: ColumnElement[Any]) -> ColumnElement[Any]:
    rows = func.json_agg(aggregate_order_by(item, order))
    return select(func.coalesce(rows, text("'[]'::json"))).where(*_of_interaction(table)).scalar_subquery()


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
    }
)
_HEAD: dict[str, ColumnElement[Any]] = {
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
    "matched_by": Interaction.matched_by,
    "inbound_message_id": Interaction.inbound_message_id,
    "created_at": instant(Interaction.created_at),
    "updated_at": instant(Interaction.updated_at),
    "version": Interaction.version,
}


def _listing(fields: dict[str, ColumnElement[Any]]) -> Listing:
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
            "project_id": exists().where(
                *_of_interaction(InteractionProject),
                InteractionProject.project_id == bindparam("project_id", type_=Interaction.id.type),
            ),
        },
    )


INTERACTIONS = _listing({**_HEAD, "text": func.left(Interaction.text, LISTED_TEXT_CHARACTERS)})
WHOLE_INTERACTIONS = _listing(
    {**_HEAD, "text": Interaction.text, "text_full": Interaction.text_full, "html": Interaction.html}
)


def visible_to(actor: Actor) -> ColumnElement[bool]:
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
    if project_ids:
        rows = [{"interaction_id": interaction_id, "project_id": project_id} for project_id in project_ids]
        await work.session.execute(
            insert(InteractionProject), [{"workspace_id": work.workspace_id, **row} for row in rows]
        )


async def lock_threads(work: Work) -> None:
    """Threads of one workspace are joined by one transaction at a time, so that none is joined to one that just went."""
    await work.session.execute(LOCK_THREADS, {"workspace": str(work.workspace_id)})


async def threads_of_messages(work: Work, *, hashes: Collection[bytes]) -> list[UUID]:
    """The threads that hold or refer to any of these message ids."""
    statement = (
        select(ThreadMessage.thread_id)
        .where(ThreadMessage.workspace_id == work.workspace_id, ThreadMessage.message_id_hash.in_(hashes))
        .distinct()
    )
    return list((await work.session.execute(statement)).scalars())


async def point_messages(work: Work, *, hashes: Collection[bytes], thread_id: UUID) -> None:
    """Let these message ids lead to the thread."""
    rows = [
        {"workspace_id": work.workspace_id, "message_id_hash": value, "thread_id": thread_id}
        for value in sorted(hashes)
    ]
    statement = insert(ThreadMessage).values(rows)
    key = [ThreadMessage.workspace_id, ThreadMessage.message_id_hash]
    await work.session.execute(
        statement.on_conflict_do_update(index_elements=key, set_={"thread_id": statement.excluded.thread_id})
    )


async def absorb_threads(work: Work, *, absorbed: Sequence[UUID], into: UUID) -> None:
    """Move message ids and interactions of threads that turned out to be one."""
    await work.session.execute(
        update(ThreadMessage)
        .where(ThreadMessage.workspace_id == work.workspace_id, ThreadMessage.thread_id.in_(absorbed))
        .values(thread_id=into)
    )
    await work.session.execute(
        update(Interaction)
        .where(Interaction.workspace_id == work.workspace_id, Interaction.thread_id.in_(absorbed))
        .values(thread_id=into, version=Interaction.version + 1)
        .execution_options(synchronize_session=False)
    )


async def has_thread(work: Work, *, thread_id: UUID) -> bool:
    """Whether the actor sees an interaction of this thread."""
    statement = select(Interaction.id).where(
        Interaction.workspace_id == work.workspace_id, Interaction.thread_id == thread_id, visible_to(work.actor)
    )
    return (await work.session.execute(statement.limit(1))).first() is not None


async def unscoped_customers_of_thread(work: Work, *, thread_id: UUID) -> frozenset[UUID]:
    """The customers that interactions of a thread belong to."""
    statement = (
        select(Interaction.customer_id)
        .where(
            Interaction.workspace_id == work.workspace_id,
            Interaction.thread_id == thread_id,
            Interaction.customer_id.is_not(None),
        )
        .distinct()
    )
    return frozenset(found for found in (await work.session.execute(statement)).scalars() if found)


async def unscoped_projects_of_thread(work: Work, *, thread_id: UUID, customer_id: UUID) -> list[UUID]:
    """The projects that a customer's interactions of a thread belong to."""
    statement = (
        select(InteractionProject.project_id)
        .join(
            Interaction,
            (Interaction.workspace_id == InteractionProject.workspace_id)
            & (Interaction.id == InteractionProject.interaction_id),
        )
        .where(
            Interaction.workspace_id == work.workspace_id,
            Interaction.thread_id == thread_id,
            Interaction.customer_id == customer_id,
        )
        .distinct()
    )
    return sorted((await work.session.execute(statement)).scalars())


async def unscoped_unmatched_of_thread(work: Work, *, thread_id: UUID) -> list[Interaction]:
    """Mails of a thread that belong to no customer yet, oldest first, locked."""
    statement = (
        select(Interaction)
        .where(
            Interaction.workspace_id == work.workspace_id,
            Interaction.thread_id == thread_id,
            Interaction.channel == "email",
            Interaction.customer_id.is_(None),
        )
        .order_by(Interaction.occurred_at, Interaction.id)
        .with_for_update()
    )
    return list((await work.session.execute(statement)).scalars())
