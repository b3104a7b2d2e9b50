from uuid import UUID

from pydantic import BaseModel, Field


class MailAddressRead(BaseModel):
    """An address at which a project can be written to."""

    address: str = Field(examples=["inbox+6f1e0c7b8d9a4f35a2b1c0d9e8f7a6b5@crm.example.com"])
    source_id: UUID
    source_name: str


class MailAddresses(BaseModel):
    """Empty as long as no source of mail has `settings.address`."""

    items: list[MailAddressRead]
