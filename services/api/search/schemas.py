from uuid import UUID

from pydantic import BaseModel, Field


class SearchItem(BaseModel):
    """A record that was found."""

    type: str = Field(
        examples=["customer"], description="`customer`, `contact`, `project`, `task`, `interaction` or `comment`."
    )
    id: UUID
    title: str
    highlight: str = Field(description="HTML-escaped text in which `<mark>` encloses what matched.")
    score: float


class SearchPage(BaseModel):
    items: list[SearchItem]
