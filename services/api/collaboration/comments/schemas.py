from datetime import datetime
from typing import Annotated, ClassVar
from uuid import UUID

from pydantic import BaseModel, Field, StringConstraints

from services.api.collaboration.subjects.schemas import SubjectNamed
from services.api.web.fields import Change, Creation, Storable, Visible

Body = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=10_000), Storable, Visible]
BODY = (
    "Plain text with a little Markdown (`**bold**`, `*italic*`, `` `code` ``, lists, quotes, links). Mention a member"
    " as `@[Name](user:<id>)`; they are told and follow the record from then on."
)
SAID = "Can the site in Vantaa close on the 14th? I would rather ask **before** Friday."


class CommentCreate(Creation):
    """Something to say about a record."""

    subject: SubjectNamed
    body: Body = Field(examples=[SAID], description=BODY)


class CommentUpdate(Change):
    """Other words; only the author may."""

    required: ClassVar[frozenset[str]] = frozenset({"body"})

    body: Body | None = Field(default=None, examples=[SAID], description=BODY)


class CommentRead(BaseModel):
    """What one of us said."""

    id: UUID
    subject: SubjectNamed
    body: str
    author_id: UUID | None
    author_name: str | None = Field(description="As they are called now; null where they left the workspace.")
    mentioned_user_ids: list[UUID]
    edited_at: datetime | None
    created_at: datetime
    updated_at: datetime
    version: int


class CommentPage(BaseModel):
    items: list[CommentRead]
    next_cursor: str | None
