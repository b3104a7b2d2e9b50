from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKeyConstraint, Index, Numeric, UniqueConstraint, func
from sqlalchemy.orm import Mapped, mapped_column

from services.api.projects.mail_address import new_mail_token
from services.kit.orm import Base, Versioned


class Project(Versioned, Base):
    """A delivery for one or several customers. Whoever knows `mail_token` can write to it by mail."""

    __tablename__ = "projects"
    __table_args__ = (
        CheckConstraint("status IN ('draft','active','on_hold','closing','closed','cancelled')", name="status"),
        CheckConstraint("(budget_amount IS NULL) = (budget_currency IS NULL)", name="budget"),
        UniqueConstraint("workspace_id", "key"),
        UniqueConstraint("workspace_id", "mail_token"),
        ForeignKeyConstraint(
            ["workspace_id", "manager_id"],
            ["rapport.members.workspace_id", "rapport.members.user_id"],
            ondelete="SET NULL (manager_id)",
        ),
        Index("ix_projects_created_at", "workspace_id", "created_at", "id"),
        Index("ix_projects_updated_at", "workspace_id", "updated_at", "id"),
    )

    name: Mapped[str]
    key: Mapped[str]
    status: Mapped[str] = mapped_column(default="draft")
    objective: Mapped[str | None]
    starts_on: Mapped[date | None]
    due_on: Mapped[date | None]
    priorities: Mapped[list[str]] = mapped_column(default=list)
    budget_amount: Mapped[Decimal | None] = mapped_column(Numeric(18, 2))
    budget_currency: Mapped[str | None]
    manager_id: Mapped[UUID | None]
    is_private: Mapped[bool] = mapped_column(default=False)
    external_refs: Mapped[list[dict[str, Any]]] = mapped_column(default=list)
    mail_token: Mapped[str] = mapped_column(default=new_mail_token)


Index("ix_projects_name", Project.workspace_id, func.lower(Project.name), Project.id)
Index(
    "ix_projects_due_on", Project.workspace_id, func.coalesce(Project.due_on, func.make_date(9999, 12, 31)), Project.id
)


class ProjectCustomer(Base):
    """A customer of a project."""

    __tablename__ = "project_customers"
    __table_args__ = (
        ForeignKeyConstraint(
            ["workspace_id", "project_id"], ["rapport.projects.workspace_id", "rapport.projects.id"], ondelete="CASCADE"
        ),
        ForeignKeyConstraint(
            ["workspace_id", "customer_id"],
            ["rapport.customers.workspace_id", "rapport.customers.id"],
            ondelete="CASCADE",
        ),
        Index("ix_project_customers_customer", "workspace_id", "customer_id"),
    )

    workspace_id: Mapped[UUID] = mapped_column(primary_key=True)
    project_id: Mapped[UUID] = mapped_column(primary_key=True)
    customer_id: Mapped[UUID] = mapped_column(primary_key=True)


class ProjectMember(Base):
    """One of the project's people on our side; on a private project, one of those who see it."""

    __tablename__ = "project_members"
    __table_args__ = (
        CheckConstraint("role IN ('manager','member')", name="role"),
        ForeignKeyConstraint(
            ["workspace_id", "project_id"], ["rapport.projects.workspace_id", "rapport.projects.id"], ondelete="CASCADE"
        ),
        ForeignKeyConstraint(
            ["workspace_id", "user_id"], ["rapport.members.workspace_id", "rapport.members.user_id"], ondelete="CASCADE"
        ),
        Index("ix_project_members_user", "workspace_id", "user_id"),
    )

    workspace_id: Mapped[UUID] = mapped_column(primary_key=True)
    project_id: Mapped[UUID] = mapped_column(primary_key=True)
    user_id: Mapped[UUID] = mapped_column(primary_key=True)
    role: Mapped[str] = mapped_column(default="member")
