from datetime import datetime
from uuid import UUID

from sqlalchemy import BigInteger, CheckConstraint, ForeignKeyConstraint, Index, Integer, LargeBinary
from sqlalchemy.orm import Mapped, mapped_column

from services.kit.orm import Base, Tenant, Versioned

INTERACTION_KEY = ["rapport.interactions.workspace_id", "rapport.interactions.id"]
CUSTOMER_KEY = ["rapport.customers.workspace_id", "rapport.customers.id"]
CONTACT_KEY = ["rapport.contacts.workspace_id", "rapport.contacts.id"]
MEMBER_KEY = ["rapport.members.workspace_id", "rapport.members.user_id"]


class Interaction(Versioned, Base):
    """One exchange with a customer on any channel.

    `restricted_to` holds the private projects it belongs to (NULL: none), copied here so that reads need no join.
    `text` of a mail is what its writer wrote; `text_full` has history and signature too (NULL: nothing was cut).
    `content_digest` is set for mails: the same Message-ID with the same content is one interaction.
    """

    __tablename__ = "interactions"
    __table_args__ = (
        CheckConstraint("channel IN ('email','call','meeting','chat','note','survey','portal')", name="channel"),
        CheckConstraint("direction IN ('inbound','outbound','internal')", name="direction"),
        CheckConstraint("matched_by IN ('thread','project','contact','domain','hand')", name="matched_by"),
        CheckConstraint("automatic_kind IN ('auto_reply','out_of_office','bounce')", name="automatic_kind"),
        ForeignKeyConstraint(["workspace_id", "customer_id"], CUSTOMER_KEY, ondelete="SET NULL (customer_id)"),
        ForeignKeyConstraint(["workspace_id", "contact_id"], CONTACT_KEY, ondelete="SET NULL (contact_id)"),
        ForeignKeyConstraint(["workspace_id", "author_id"], MEMBER_KEY, ondelete="SET NULL (author_id)"),
        Index("ix_interactions_occurred_at", "workspace_id", "occurred_at", "id"),
        Index("ix_interactions_customer", "workspace_id", "customer_id", "occurred_at", "id"),
        Index("ix_interactions_contact", "workspace_id", "contact_id", "occurred_at", "id"),
        Index("ix_interactions_thread", "workspace_id", "thread_id", "occurred_at", "id"),
        Index("uq_interactions_content_digest", "workspace_id", "content_digest", unique=True),
    )

    channel: Mapped[str]
    direction: Mapped[str]
    occurred_at: Mapped[datetime]
    subject: Mapped[str | None]
    text: Mapped[str] = mapped_column(default="")
    text_full: Mapped[str | None]
    html: Mapped[str | None]
    snippet: Mapped[str] = mapped_column(default="")
    customer_id: Mapped[UUID | None]
    contact_id: Mapped[UUID | None]
    author_id: Mapped[UUID | None]
    thread_id: Mapped[UUID]
    external_id: Mapped[str | None]
    content_digest: Mapped[bytes | None] = mapped_column(LargeBinary)
    is_automatic: Mapped[bool] = mapped_column(default=False)
    automatic_kind: Mapped[str | None]
    bounced_addresses: Mapped[list[str]] = mapped_column(default=list)
    matched_by: Mapped[str | None]
    inbound_message_id: Mapped[UUID | None]
    restricted_to: Mapped[list[UUID] | None]


class InteractionProject(Base):
    """A project an interaction belongs to."""

    __tablename__ = "interaction_projects"
    __table_args__ = (
        ForeignKeyConstraint(["workspace_id", "interaction_id"], INTERACTION_KEY, ondelete="CASCADE"),
        ForeignKeyConstraint(
            ["workspace_id", "project_id"], ["rapport.projects.workspace_id", "rapport.projects.id"], ondelete="CASCADE"
        ),
        Index("ix_interaction_projects_project", "workspace_id", "project_id", "interaction_id"),
    )

    workspace_id: Mapped[UUID] = mapped_column(primary_key=True)
    interaction_id: Mapped[UUID] = mapped_column(primary_key=True)
    project_id: Mapped[UUID] = mapped_column(primary_key=True)


class Participant(Tenant, Base):
    """Someone who took part: an address, and the contact or member it belongs to where known."""

    __tablename__ = "interaction_participants"
    __table_args__ = (
        CheckConstraint("role IN ('from','to','cc','bcc','attendee','mentioned')", name="role"),
        ForeignKeyConstraint(["workspace_id", "interaction_id"], INTERACTION_KEY, ondelete="CASCADE"),
        ForeignKeyConstraint(["workspace_id", "contact_id"], CONTACT_KEY, ondelete="SET NULL (contact_id)"),
        ForeignKeyConstraint(["workspace_id", "user_id"], MEMBER_KEY, ondelete="SET NULL (user_id)"),
        Index("ix_interaction_participants_interaction", "workspace_id", "interaction_id", "position"),
        Index("ix_interaction_participants_contact", "workspace_id", "contact_id"),
    )

    interaction_id: Mapped[UUID]
    position: Mapped[int] = mapped_column(Integer)
    role: Mapped[str]
    address: Mapped[str | None]
    name: Mapped[str | None]
    contact_id: Mapped[UUID | None]
    user_id: Mapped[UUID | None]


class Attachment(Tenant, Base):
    """An attached file. Its bytes lie in the file store under `sha256`, where `is_stored`; else the reason is given."""

    __tablename__ = "interaction_attachments"
    __table_args__ = (
        ForeignKeyConstraint(["workspace_id", "interaction_id"], INTERACTION_KEY, ondelete="CASCADE"),
        CheckConstraint("not_stored_because IN ('quota','size','number','missing')", name="not_stored_because"),
        Index("ix_interaction_attachments_interaction", "workspace_id", "interaction_id", "position"),
        Index("ix_interaction_attachments_sha256", "workspace_id", "sha256"),
    )

    interaction_id: Mapped[UUID]
    position: Mapped[int] = mapped_column(Integer)
    file_name: Mapped[str]
    content_type: Mapped[str]
    size: Mapped[int] = mapped_column(BigInteger)
    content_id: Mapped[str | None]
    is_inline: Mapped[bool] = mapped_column(default=False)
    sha256: Mapped[bytes] = mapped_column(LargeBinary)
    is_stored: Mapped[bool] = mapped_column(default=False)
    not_stored_because: Mapped[str | None]


class ThreadMessage(Base):
    """A Message-ID that a thread holds or refers to (RFC 5322, 3.6.4), by the SHA-256 of the id."""

    __tablename__ = "thread_messages"
    __table_args__ = (Index("ix_thread_messages_thread", "workspace_id", "thread_id"),)

    workspace_id: Mapped[UUID] = mapped_column(primary_key=True)
    message_id_hash: Mapped[bytes] = mapped_column(LargeBinary, primary_key=True)
    thread_id: Mapped[UUID]
