from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKeyConstraint, Index, func
from sqlalchemy.orm import Mapped, mapped_column

from services.kit.orm import NO_USE, Base, Versioned


class Contact(Versioned, Base):
    """A person at a customer. `emails` are the truth; a trigger keeps `contact_addresses` as their index."""

    __tablename__ = "contacts"
    __table_args__ = (
        CheckConstraint("detail_level IN ('brief','full')", name="detail_level"),
        ForeignKeyConstraint(
            ["workspace_id", "customer_id"],
            ["rapport.customers.workspace_id", "rapport.customers.id"],
            ondelete="CASCADE",
        ),
        Index("ix_contacts_created_at", "workspace_id", "created_at", "id"),
        Index("ix_contacts_updated_at", "workspace_id", "updated_at", "id"),
        Index("ix_contacts_customer", "workspace_id", "customer_id"),
    )

    customer_id: Mapped[UUID]
    name: Mapped[str]
    emails: Mapped[list[str]] = mapped_column(default=list)
    phones: Mapped[list[str]] = mapped_column(default=list)
    title: Mapped[str | None]
    language: Mapped[str | None]
    time_zone: Mapped[str | None]
    birthday_on: Mapped[date | None]
    preferred_channel: Mapped[str | None]
    detail_level: Mapped[str | None]
    external_refs: Mapped[list[dict[str, Any]]] = mapped_column(default=list)


Index("ix_contacts_name", Contact.workspace_id, func.lower(Contact.name), Contact.id)


class ContactAddress(Base):
    """The index from a mail address (lower case) to contacts."""

    __tablename__ = "contact_addresses"
    __table_args__ = (
        ForeignKeyConstraint(
            ["workspace_id", "contact_id"], ["rapport.contacts.workspace_id", "rapport.contacts.id"], ondelete="CASCADE"
        ),
        {"info": {NO_USE: True}},
    )

    workspace_id: Mapped[UUID] = mapped_column(primary_key=True)
    address: Mapped[str] = mapped_column(primary_key=True)
    contact_id: Mapped[UUID] = mapped_column(primary_key=True)
