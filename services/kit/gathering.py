"""What a transaction writes at its end, gathered into one statement.

A use case that writes one record leaves traces in many tables: lists, indexes, events, the outbox. A statement for
each costs a round trip and most of the request's time (measured: 5 of 7 statements). So they are named as parts,
compiled once, their rows are gathered, and one statement with a common table expression per part writes them all. A
part sees none of the rows that the other parts write, but may ask what one of them returned.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache, partial
from typing import Any, TypeVar

import orjson
from sqlalchemy import Column, Table

from services.kit.reads import DIALECT

Row = Mapping[str, Any]
Instance = TypeVar("Instance")


@dataclass(frozen=True)
class Part:
    """One INSERT, or a function called per row, that reads its rows from `{rows}`, a record set.

    No UPDATE or DELETE: it could be planned to look for its rows before the workspace is set. Of rows with the same
    `key` the last counts. What a part with a `name` returns can be read under it by the parts that come after it.
    """

    sql: str
    key: tuple[str, ...] = ()
    is_call: bool = False
    name: str = ""

    def __hash__(self) -> int:
        return id(self)


def put(table: Table, *, columns: Sequence[str] | None = None, renewed: Sequence[str] = ()) -> Part:
    """A part that inserts rows of a table; where `renewed` is given, a row that exists takes these columns over."""
    chosen = [table.c[name] for name in columns] if columns else list(table.c)
    names = ", ".join(column.name for column in chosen)
    types = ", ".join(f"{column.name} {column.type.compile(dialect=DIALECT)}" for column in chosen)
    sql = f"INSERT INTO {table.fullname} ({names}) SELECT {names} FROM {{rows}} AS r({types})"  # noqa: S608 - names of our own tables
    if not renewed:
        return Part(sql)
    key = tuple(column.name for column in table.primary_key)
    values = ", ".join(f"{name} = excluded.{name}" for name in renewed)
    return Part(f"{sql} ON CONFLICT ({', '.join(key)}) DO UPDATE SET {values}", key)


def call(function: str, **parameters: str) -> Part:
    """A part that calls a function of PostgreSQL for each row; `parameters` are its arguments' names and types."""
    names = ", ".join(f"r.{name}" for name in parameters)
    types = ", ".join(f"{name} {kind}" for name, kind in parameters.items())
    return Part(f"SELECT count({function}({names})) FROM {{rows}} AS r({types})", is_call=True)  # noqa: S608 - our own names


def complete(instance: Instance) -> Instance:
    """Give a new mapped instance the defaults that a flush would, its id and first version among them."""
    mapped: Any = type(instance)
    values = vars(instance)
    for name, default in _defaults(mapped):
        if values.get(name) is None:
            setattr(instance, name, default() if callable(default) else default)
    return instance


def row_of(instance: Any) -> dict[str, Any]:
    """The columns of a new mapped instance, with their defaults."""
    mapped: Any = type(instance)
    values = vars(complete(instance))
    return {name: values.get(name) for name in _names(mapped)}


@cache
def _names(mapped: Any) -> tuple[str, ...]:
    return tuple(column.name for column in mapped.__table__.columns)


@cache
def _defaults(mapped: Any) -> tuple[tuple[str, Any], ...]:
    version = mapped.__mapper__.version_id_col
    found = [(column.name, _default(column)) for column in mapped.__table__.columns if column.default is not None]
    return (*found, *(((version.name, 1),) if version is not None else ()))


def _default(column: Column[Any]) -> Any:
    default: Any = column.default
    return partial(default.arg, None) if default.is_callable else default.arg


@dataclass
class Gathered:
    """The parts of one transaction with their rows, in the order in which they were first named."""

    _rows: dict[Part, dict[Any, Row]] = field(default_factory=dict)

    def add(self, part: Part, rows: Iterable[Row]) -> None:
        """Name rows that are to be written."""
        kept = self._rows.setdefault(part, {})
        for row in rows:
            kept[tuple(row[name] for name in part.key) or len(kept)] = row

    def __bool__(self) -> bool:
        return any(self._rows.values())

    def take(self) -> tuple[str, list[str]]:
        """The statement that writes everything behind the fence of the workspace, and its parameters after `$1`, which
        is the workspace. Nothing is gathered any more."""
        chosen = {part: list(rows.values()) for part, rows in self._rows.items() if rows}
        self._rows.clear()
        return _statement(tuple(chosen)), [_json(rows) for rows in chosen.values()]


@cache
def _statement(parts: tuple[Part, ...]) -> str:
    """At most a few dozen combinations exist: parts are module constants, named in the order of a use case.

    Every part takes its rows through `s`, so that the workspace is set before row-level security judges the first.
    """
    inserts, calls = ["s AS MATERIALIZED (SELECT set_config('app.workspace', $1::text, true) w)"], []
    for number, part in enumerate(parts, start=2):
        body = part.sql.format(rows=f"s CROSS JOIN json_to_recordset(${number}::text::json)")
        if part.is_call:
            calls.append(f"({body})")
        else:
            inserts.append(f"{part.name or f'p{number}'} AS ({body})")
    return f"WITH {', '.join(inserts)} SELECT {', '.join(calls) or 'true'}"


def _json(rows: list[Row]) -> str:
    return orjson.dumps(rows, default=_plain).decode()


def _plain(value: Any) -> str:
    return "\\x" + value.hex() if isinstance(value, bytes) else str(value)
