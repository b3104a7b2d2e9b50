"""What people do with comments."""

from typing import cast
from uuid import UUID

from services.api.collaboration.comments import events, repository
from services.api.collaboration.comments.domain import MAXIMUM_MENTIONED, mentioned, with_names
from services.api.collaboration.comments.errors import NotTheAuthor, too_many_mentioned, unseen_by
from services.api.collaboration.comments.models import Comment
from services.api.collaboration.comments.placing import show
from services.api.collaboration.comments.schemas import CommentCreate, CommentRead, CommentUpdate
from services.api.collaboration.subjects.domain import About, SubjectKind
from services.api.collaboration.subjects.schemas import SubjectNamed
from services.api.collaboration.subjects.service import about as find
from services.api.collaboration.watchers.service import begin_watching
from services.api.identity.members.naming import members_by_id
from services.api.projects.glance import people_on
from services.api.web.conditions import check_version
from services.contracts.payload import Payload
from services.kit.clock import now
from services.kit.problems import NotFound, UnknownReference
from services.kit.work import Work


async def write_comment(work: Work, *, given: CommentCreate) -> CommentRead:
    """Say something about a record; the author and everybody mentioned follow it from then on.

    Raises:
        UnknownReference: the actor sees no such record, or somebody mentioned is no member.
        Invalid: somebody mentioned may not see the record.
    """
    try:
        about = await find(work, kind=given.subject.kind, subject_id=given.subject.id)
    except NotFound:
        raise UnknownReference("/subject/id") from None
    names = await _names(work, about, mentioned(given.body))
    comment = Comment(
        workspace_id=work.workspace_id,
        **about.key,
        author_id=work.actor.user_id,
        body=with_names(given.body, names),
        mentioned_user_ids=list(names),
        restricted_to=list(about.restricted_to) or None,
    )
    work.session.add(comment)
    await work.session.flush()
    author_name = await _author_name(work, comment)
    await show(work, comment, about, author_name=author_name, is_new=True)
    _tell(work, comment, about, events.created(comment, about), sequence=comment.version)
    await begin_watching(work, about, user_ids=[*([comment.author_id] if comment.author_id else []), *names])
    return whole(comment, about.kind, about.id, author_name)


async def change_comment(
    work: Work, *, comment_id: UUID, change: CommentUpdate, expected_version: int | None = None
) -> CommentRead:
    """Put a comment of one's own in other words; who is mentioned for the first time is told.

    Raises:
        NotFound: the actor sees no such comment.
        NotTheAuthor: somebody else wrote it.
        PreconditionFailed: it changed since `expected_version`.
    """
    comment = await _for_change(work, comment_id)
    if comment.author_id is None or comment.author_id != work.actor.user_id:
        raise NotTheAuthor
    check_version(expected_version, comment.version)
    about = await _about(work, comment)
    author_name = await _author_name(work, comment)
    if change.body is None:
        return whole(comment, about.kind, about.id, author_name)
    names = await _names(work, about, mentioned(change.body))
    body, before = with_names(change.body, names), set(comment.mentioned_user_ids)
    if body != comment.body:
        comment.body, comment.mentioned_user_ids, comment.edited_at = body, list(names), now()
        await work.session.flush()
        await show(work, comment, about, author_name=author_name)
        newly = [user_id for user_id in names if user_id not in before]
        _tell(work, comment, about, events.updated(comment, about, newly), sequence=comment.version)
        await begin_watching(work, about, user_ids=newly)
    return whole(comment, about.kind, about.id, author_name)


async def delete_comment(work: Work, *, comment_id: UUID, expected_version: int | None = None) -> None:
    """Take back a comment of one's own, or, as somebody who looks after the workspace, anybody's.

    Raises:
        NotFound: the actor sees no such comment.
        NotTheAuthor: somebody else wrote it.
        PreconditionFailed: it changed since `expected_version`.
    """
    comment = await _for_change(work, comment_id)
    is_author = comment.author_id is not None and comment.author_id == work.actor.user_id
    if not is_author and not work.actor.sees_all:
        raise NotTheAuthor("Only who wrote a comment, or an admin of the workspace, can delete it.")
    check_version(expected_version, comment.version)
    about = await _about(work, comment)
    _tell(work, comment, about, events.deleted(comment, about), sequence=comment.version + 1)
    await repository.delete_comment(work, comment_id=comment_id)


def whole(comment: Comment, kind: SubjectKind, subject_id: UUID, author_name: str) -> CommentRead:
    """A comment as the API answers it after a change."""
    own = {name: getattr(comment, name) for name in CommentRead.model_fields if hasattr(comment, name)}
    return CommentRead(**own, subject=SubjectNamed(kind=kind, id=subject_id), author_name=author_name or None)


async def _for_change(work: Work, comment_id: UUID) -> Comment:
    comment = await repository.comment_for_change(work, comment_id=comment_id)
    if comment is None:
        raise NotFound
    return comment


async def _about(work: Work, comment: Comment) -> About:
    return await find(work, kind=cast(SubjectKind, comment.subject_kind), subject_id=comment.subject_id)


async def _author_name(work: Work, comment: Comment) -> str:
    if comment.author_id is None:
        return ""
    known = await members_by_id(work, user_ids=[comment.author_id])
    return known[comment.author_id].name if comment.author_id in known else ""


async def _names(work: Work, about: About, user_ids: list[UUID]) -> dict[UUID, str]:
    """The names of the people mentioned, all of whom see the record."""
    if not user_ids:
        return {}
    if len(user_ids) > MAXIMUM_MENTIONED:
        raise too_many_mentioned()
    known = await members_by_id(work, user_ids=user_ids)
    if len(known) < len(user_ids):
        raise UnknownReference("/body")
    if about.restricted_to:
        people = await people_on(work, project_ids=about.restricted_to)
        blind = [known[one].name for one in user_ids if one not in people and not known[one].sees_all]
        if blind:
            raise unseen_by(blind)
    return {user_id: known[user_id].name for user_id in user_ids}


def _tell(work: Work, comment: Comment, about: About, payload: Payload, *, sequence: int) -> None:
    work.record(
        payload,
        subject=events.subject(comment),
        sequence=sequence,
        project_id=next(iter(about.project_ids), None),
        is_private=bool(about.restricted_to),
    )
