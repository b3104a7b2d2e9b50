"""What people say to each other about a record, and who follows it."""

from typing import Literal
from uuid import UUID

from services.contracts.payload import Payload, personal_field, registered

SubjectKind = Literal["customer", "project", "task", "interaction"]

USER_ID = "0190b6a0-0000-7000-8000-000000000001"
SUBJECT = {
    "subject_kind": "task",
    "subject_id": "0190b6a0-0000-7000-8000-000000000009",
    "customer_id": None,
    "project_ids": ["0190b6a0-0000-7000-8000-000000000003"],
}
COMMENT = {
    **SUBJECT,
    "author_id": USER_ID,
    "mentioned_user_ids": ["0190b6a0-0000-7000-8000-000000000011"],
    "responsible_user_id": USER_ID,
    "subject_title": "Agree the cut-over weekend",
    "text": "@Jonas Weber can the site in Vantaa close on the 14th?",
}


class SubjectFacts(Payload):
    """Where something was said or is followed, and the customer and projects that belong to."""

    subject_kind: SubjectKind
    subject_id: UUID
    customer_id: UUID | None = None
    project_ids: list[UUID]


class CommentFacts(SubjectFacts):
    """A comment. `responsible_user_id` is who answers for its subject: a customer's owner, a task's assignee."""

    author_id: UUID | None = None
    mentioned_user_ids: list[UUID]
    responsible_user_id: UUID | None = None
    subject_title: str = personal_field(default="")
    text: str = personal_field(default="")


@registered
class CommentCreated(CommentFacts):
    TYPE = "comment.created"
    EXAMPLE = COMMENT


@registered
class CommentUpdated(CommentFacts):
    """The author put it in other words; `newly_mentioned_user_ids` were not named in it before."""

    TYPE = "comment.updated"
    EXAMPLE = {**COMMENT, "newly_mentioned_user_ids": []}

    newly_mentioned_user_ids: list[UUID]


@registered
class CommentDeleted(SubjectFacts):
    TYPE = "comment.deleted"
    EXAMPLE = {**SUBJECT, "author_id": USER_ID}

    author_id: UUID | None = None


class WatcherFacts(SubjectFacts):
    """Somebody follows a record; `thread_id` is the conversation that an interaction belongs to."""

    user_id: UUID
    thread_id: UUID | None = None


@registered
class WatcherAdded(WatcherFacts):
    TYPE = "watcher.added"
    EXAMPLE = {**SUBJECT, "user_id": USER_ID, "thread_id": None}


@registered
class WatcherRemoved(WatcherFacts):
    TYPE = "watcher.removed"
    EXAMPLE = {**SUBJECT, "user_id": USER_ID, "thread_id": None}
