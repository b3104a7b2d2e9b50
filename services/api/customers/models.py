from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKeyConstraint, Index, func
from sqlalchemy.orm import Mapped, mapped_column

from services.kit.orm import NO_USE, Base, Versioned


class Customer(Versioned, Base):
    """A company, a person or an internal department that we deliver to.

    `domains` and `external_refs` are the truth; triggers keep `customer_domains` and `external_refs` as their indexes.
    """

    __tablename__ = "customers"
    __table_args__ = (
        CheckConstraint("kind IN ('company','person','internal')", name="kind"),
        ForeignKeyConstraint(
            ["workspace_id", "owner_id"],
            ["rapport.members.workspace_id", "rapport.members.user_id"],
            ondelete="SET NULL (owner_id)",
        ),
        Index("ix_customers_created_at", "workspace_id", "created_at", "id"),
        Index("ix_customers_updated_at", "workspace_id", "updated_at", "id"),
    )

    name: Mapped[str]
    kind: Mapped[str] = mapped_column(default="company")
    website: Mapped[str | None]
    owner_id: Mapped[UUID | None]
    domains: Mapped[list[str]] = mapped_column(default=list)
    tags: Mapped[list[str]] = mapped_column(default=list)
    custom: Mapped[dict[str, Any]] = mapped_column(default=dict)
    external_refs: Mapped[list[dict[str, Any]]] = mapped_column(default=list)
    last_interaction_at: Mapped[datetime | None]


Index("ix_customers_name", Customer.workspace_id, func.lower(Customer.name), Customer.id)
Index(
    "ix_customers_last_interaction_at",
    Customer.workspace_id,
    func.coalesce(Customer.last_interaction_at, func.to_timestamp(0)),
    Customer.id,
)


class CustomerDomain(Base):
    """The index from a mail domain to the customers that use it."""

    __tablename__ = "customer_domains"
    __table_args__ = (
        ForeignKeyConstraint(
            ["workspace_id", "customer_id"],
            ["rapport.customers.workspace_id", "rapport.customers.id"],
            ondelete="CASCADE",
        ),
        {"info": {NO_USE: True}},
    )

    workspace_id: Mapped[UUID] = mapped_column(primary_key=True)
    domain: Mapped[str] = mapped_column(primary_key=True)
    customer_id: Mapped[UUID] = mapped_column(primary_key=True)


class ExternalRef(Base):
    """The unique index from another system's id to our record."""

    __tablename__ = "external_refs"
    __table_args__ = (Index("ix_external_refs_subject", "workspace_id", "subject_id"),)

    workspace_id: Mapped[UUID] = mapped_column(primary_key=True)
    subject_kind: Mapped[str] = mapped_column(primary_key=True)
    system: Mapped[str] = mapped_column(primary_key=True)
    external_id: Mapped[str] = mapped_column(primary_key=True)
    subject_id: Mapped[UUID]
