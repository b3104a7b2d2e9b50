"""The base of mapped tables and the columns that every tenant row has."""

from datetime import date, datetime
from functools import cache
from typing import Any, ClassVar
from uuid import UUID

from sqlalchemy import ARRAY, Column, Date, DateTime, Integer, MetaData, Table, Text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.dialects.postgresql import UUID as PgUUID
from sqlalchemy.orm import DeclarativeBase, Mapped, declared_attr, mapped_column

from services.kit.clock import now
from services.kit.ids import new_id

NAMES = {
    "pk": "pk_%(table_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
}


#: In a table's `info`: its rows are parts of what they refer to, or follow it, and do not make it used.
NO_USE = "is_no_use"


class Base(DeclarativeBase):
    """Everything in schema `rapport`."""

    metadata = MetaData(schema="rapport", naming_convention=NAMES)
    type_annotation_map: ClassVar[dict[Any, Any]] = {
        UUID: PgUUID(as_uuid=True),
        str: Text(),
        datetime: DateTime(timezone=True),
        date: Date(),
        list[str]: ARRAY(Text()),
        list[UUID]: ARRAY(PgUUID(as_uuid=True)),
        dict[str, Any]: JSONB(),
        list[dict[str, Any]]: JSONB(),
    }


class Tenant:
    """A row of one workspace: composite key, so that no foreign key can cross workspaces."""

    workspace_id: Mapped[UUID] = mapped_column(primary_key=True, sort_order=-20)
    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id, sort_order=-19)


class Versioned(Tenant):
    """A tenant row people edit: instants, and a version for optimistic locking that is also the event sequence."""

    created_at: Mapped[datetime] = mapped_column(default=now, sort_order=90)
    updated_at: Mapped[datetime] = mapped_column(default=now, onupdate=now, sort_order=91)
    version: Mapped[int] = mapped_column(Integer, sort_order=92)

    @declared_attr.directive
    @classmethod
    def __mapper_args__(cls) -> dict[str, Any]:
        return {"version_id_col": cls.version}


@cache
def uses_of(table: Table) -> tuple[Column[Any], ...]:
    """The columns by which rows of any mapped table use a tenant row of this one: its foreign keys name them, so that
    whoever refers to a row need not be known here."""
    return tuple(
        column
        for other in Base.metadata.sorted_tables
        if not other.info.get(NO_USE)
        for constraint in other.foreign_key_constraints
        if constraint.referred_table is table
        for column in constraint.columns
        if column.name != "workspace_id"
    )
