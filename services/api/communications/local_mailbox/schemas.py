from datetime import datetime

from pydantic import BaseModel, ConfigDict, Field


class LocalMailHead(BaseModel):
    """One line of the mailbox."""

    model_config = ConfigDict(populate_by_name=True)

    key: str
    subject: str
    sender: str = Field(alias="from", examples=["Rapport <rapport@localhost>"])
    to: str
    received_at: datetime


class LocalMailPage(BaseModel):
    items: list[LocalMailHead]
    next_cursor: str | None


class MailHeader(BaseModel):
    """One header field; a name may come several times."""

    name: str
    value: str


class LocalMail(LocalMailHead):
    """A whole mail."""

    headers: list[MailHeader]
    text: str
    html: str | None = Field(description="Sanitised.")
