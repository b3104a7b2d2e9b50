"""Comments. Their authors' accounts stand in another context, so that table is named here and not imported."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import (
    ARRAY,
    ColumnElement,
    SQLColumnExpression,
    Text,
    any_,
    bindparam,
    column,
    delete,
    literal,
    or_,
    select,
    table,
    true,
    update,
)
from sqlalchemy.dialects.postgresql import UUID as PgUUID

from services.api.collaboration.comments.models import Comment
from services.kit.actor import Actor
from services.kit.listing import Listing, Sort, instant, json_object, visible
from services.kit.reads import fence
from services.kit.work import Work

USERS = table("users", column("id", PgUUID(as_uuid=True)), column("name", Text()), schema="rapport")

FIELDS: dict[str, SQLColumnExpression[object]] = {
    "id": Comment.id,
    "subject": json_object({"kind": Comment.subject_kind, "id": Comment.subject_id}),
    "body": Comment.body,
    "author_id": Comment.author_id,
    "author_name": USERS.c.name,
    "mentioned_user_ids": Comment.mentioned_user_ids,
    "edited_at": instant(Comment.edited_at),
    "created_at": instant(Comment.created_at),
    "updated_at": instant(Comment.updated_at),
    "version": Comment.version,
}
SOURCE = Comment.__table__.outerjoin(USERS, USERS.c.id == Comment.author_id)
SEEN = (Comment.workspace_id == fence(), visible(Comment.restricted_to))

COMMENTS = Listing(
    source=SOURCE,
    fields=FIELDS,
    identity=Comment.id,
    version=Comment.version,
    where=(
        *SEEN,
        Comment.subject_id == bindparam("subject_id", type_=Comment.subject_id.type),
        Comment.subject_kind == bindparam("subject_kind", type_=Comment.subject_kind.type),
    ),
    sorts={"created_at": Sort(Comment.created_at)},
    filters={},
)

#: One comment by its id alone, whatever it is about.
ONE_COMMENT = Listing(
    source=SOURCE, fields=FIELDS, identity=Comment.id, version=Comment.version, where=SEEN, sorts={}, filters={}
)


def visible_to(actor: Actor) -> ColumnElement[bool]:
    """Comments that no private project keeps from the actor."""
    if actor.sees_all:
        return true()
    own = Comment.restricted_to.op("&&")(list(actor.private_project_ids))
    return or_(Comment.restricted_to.is_(None), own)


async def comment_for_change(work: Work, *, comment_id: UUID) -> Comment | None:
    """The comment, locked until the transaction ends; None where this actor sees none."""
    statement = select(Comment).where(
        Comment.workspace_id == work.workspace_id, Comment.id == comment_id, visible_to(work.actor)
    )
    return (await work.session.execute(statement.with_for_update(of=Comment))).scalar_one_or_none()


async def unscoped_of_interaction(work: Work, *, interaction_id: UUID) -> list[Comment]:
    """Every comment on an interaction, whoever may see it."""
    statement = select(Comment).where(
        Comment.workspace_id == work.workspace_id, Comment.interaction_id == interaction_id
    )
    return list((await work.session.execute(statement.order_by(Comment.id))).scalars())


async def restrict_in_project(work: Work, *, project_id: UUID, restricted_to: list[UUID] | None) -> list[UUID]:
    """Set who may see the comments on a project and on its tasks; returns their ids."""
    return await _restrict(work, Comment.project_id == project_id, restricted_to)


async def restrict_on_interactions(
    work: Work, *, interaction_ids: Sequence[UUID], restricted_to: list[UUID] | None
) -> list[UUID]:
    """Set who may see the comments on interactions; returns their ids."""
    named = literal(list(interaction_ids), ARRAY(Comment.id.type))
    return await _restrict(work, Comment.interaction_id == any_(named), restricted_to)


async def delete_comment(work: Work, *, comment_id: UUID) -> None:
    """Delete a comment; PostgreSQL takes it off timelines and out of search, as it does when its subject goes."""
    await work.session.execute(
        delete(Comment).where(Comment.workspace_id == work.workspace_id, Comment.id == comment_id)
    )


async def _restrict(work: Work, which: ColumnElement[bool], restricted_to: list[UUID] | None) -> list[UUID]:
    # A change of visibility is no change of what was said, so the version and the instant stay.
    statement = (
        update(Comment)
        .where(Comment.workspace_id == work.workspace_id, which)
        .values(restricted_to=restricted_to, updated_at=Comment.updated_at)
        .returning(Comment.id)
        .execution_options(synchronize_session=False)
    )
    return list((await work.session.execute(statement)).scalars())
