from typing import Any
from uuid import UUID

from services.api.collaboration.comments.domain import plain
from services.api.collaboration.comments.models import Comment
from services.api.collaboration.subjects.domain import About
from services.contracts.envelope import Subject
from services.contracts.events.collaboration import CommentCreated, CommentDeleted, CommentUpdated


def subject(comment: Comment) -> Subject:
    """How events name this comment."""
    return Subject(kind="comment", id=comment.id)


def created(comment: Comment, about: About) -> CommentCreated:
    """What others learn of a new comment."""
    return CommentCreated(**_facts(comment, about))


def updated(comment: Comment, about: About, newly_mentioned: list[UUID]) -> CommentUpdated:
    """What others learn of other words."""
    return CommentUpdated(**_facts(comment, about), newly_mentioned_user_ids=newly_mentioned)


def deleted(comment: Comment, about: About) -> CommentDeleted:
    """What others learn of a deletion: not what was said."""
    return CommentDeleted(**about_facts(about), author_id=comment.author_id)


def about_facts(about: About) -> dict[str, Any]:
    """Where it was said."""
    return {
        "subject_kind": about.kind,
        "subject_id": about.id,
        "customer_id": about.customer_id,
        "project_ids": list(about.project_ids),
    }


def _facts(comment: Comment, about: About) -> dict[str, Any]:
    return {
        **about_facts(about),
        "author_id": comment.author_id,
        "mentioned_user_ids": list(comment.mentioned_user_ids),
        "responsible_user_id": about.responsible_user_id,
        "subject_title": about.title,
        "text": plain(comment.body),
    }
