from typing import Annotated
from uuid import UUID

from fastapi import Query
from pydantic import BaseModel, ConfigDict, Field

from services.api.collaboration.subjects.domain import SubjectKind

AskedKind = Annotated[SubjectKind, Query(description="What kind of record it is about.")]
AskedId = Annotated[UUID, Query(description="That record's id.")]


class SubjectNamed(BaseModel):
    """The record that something is about."""

    model_config = ConfigDict(extra="forbid")

    kind: SubjectKind = Field(examples=["customer"])
    id: UUID
