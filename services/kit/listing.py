"""Keyset lists: rows become JSON inside PostgreSQL and pass through as bytes."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

import orjson
from sqlalchemy import (
    Boolean,
    ColumnElement,
    Select,
    SQLColumnExpression,
    Text,
    bindparam,
    case,
    cast,
    func,
    literal_column,
    or_,
    select,
    tuple_,
)
from sqlalchemy.sql import coercions, roles
from sqlalchemy.sql.selectable import FromClause
from sqlalchemy.types import TypeEngine

from services.kit.actor import Actor
from services.kit.cursor import decode_cursor, encode_cursor
from services.kit.problems import invalid_field
from services.kit.reads import Read, Reader


def _day(text: str) -> str:
    # As text: asyncpg sends the last day that Python knows, which stands for "no day" in sorts, as infinity.
    return date.fromisoformat(text).isoformat()


def _moment(text: str) -> datetime:
    # In UTC at once: what no other zone can say fails here, where it is told, and not in the driver.
    return datetime.fromisoformat(text).astimezone(UTC)


PARSERS: dict[type, Callable[[str], Any]] = {
    str: str,
    int: int,
    UUID: UUID,
    datetime: _moment,
    date: _day,
    Decimal: Decimal,
}


# A constant beside the parameter of the page's size: PostgreSQL guesses a parameter as a tenth of the table, finds the
# plan it could keep dear by that guess, and would plan every single page anew (measured: 150 of 380 us).
PAGE_MOST: ColumnElement[int] = literal_column("201")

RFC_3339: ColumnElement[str] = literal_column("""'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'""")


def instant(column: SQLColumnExpression[Any]) -> SQLColumnExpression[str]:
    """A timestamp as RFC 3339 UTC text."""
    return func.to_char(
        func.timezone(literal_column("'UTC'"), column),
        RFC_3339,
        type_=Text(),
    )


def json_object(fields: Mapping[str, SQLColumnExpression[Any]]) -> SQLColumnExpression[Any]:
    """One JSON object of a row, in the order given."""
    pairs = [part for name, column in fields.items() for part in (literal_column(f"'{name}'"), column)]
    return func.json_build_object(*pairs)


@dataclass(frozen=True)
class Sort:
    """An allowed order: an expression that an index carries and that is never NULL."""

    expression: SQLColumnExpression[Any]


@dataclass(frozen=True)
class PageQuery:
    """What a caller asks of a list."""

    limit: int
    cursor: str | None
    sort: str
    filters: Mapping[str, Any]


class Listing:
    """A resource as it is listed and read: its JSON, its visibility, its sorts and filters."""

    def __init__(
        self,
        *,
        source: FromClause,
        fields: Mapping[str, SQLColumnExpression[Any]],
        identity: SQLColumnExpression[UUID],
        where: Sequence[SQLColumnExpression[bool]],
        sorts: Mapping[str, Sort],
        filters: Mapping[str, SQLColumnExpression[bool]],
        version: SQLColumnExpression[int] | None = None,
        merged: SQLColumnExpression[Any] | None = None,
    ) -> None:
        """`merged`: a jsonb column whose fields are laid over the object's own."""
        self._source, self._where, self._identity = source, where, identity
        self._sorts, self._filters = sorts, filters
        item = cast(json_object(fields), Text)
        self._item = (item if merged is None else _laid_over(item, merged)).label("item")
        self._pages: dict[tuple[str, bool, frozenset[str]], Read] = {}
        self._version = version if version is not None else literal_column("1")
        self._one = Read(self._select(self._version.label("version")).where(identity == bindparam("id")).limit(1))

    def sort_names(self) -> list[str]:
        """Every accepted value of `sort`."""
        return [name for plain in self._sorts for name in (plain, f"-{plain}")]

    async def page(self, reader: Reader, actor: Actor, query: PageQuery, **values: Any) -> bytes:
        """One page as the JSON text of `{"items": [...], "next_cursor": ...}`.

        `values` are extra parameters of the base predicate, such as the parent's id.
        """
        given = {name: value for name, value in query.filters.items() if value is not None}
        sort = self._sort(query.sort)
        parameters = {**values, **given, **visibility(actor), "page_limit": query.limit + 1}
        if query.cursor is not None:
            parameters["after_value"], parameters["after_id"] = self._position(query, sort)
        read = self._page_read(query.sort, query.cursor is not None, frozenset(given))
        rows = await reader.rows(read, actor.workspace_id, **parameters)
        return self._page_bytes(query, rows)

    async def item(self, reader: Reader, actor: Actor, record_id: UUID, **values: Any) -> tuple[bytes, int] | None:
        """One record as JSON text with its version; None where the actor cannot see it."""
        rows = await reader.rows(self._one, actor.workspace_id, id=record_id, **values, **visibility(actor))
        return (rows[0]["item"].encode(), rows[0]["version"]) if rows else None

    def _sort(self, name: str) -> Sort:
        sort = self._sorts.get(name.removeprefix("-"))
        if sort is None:
            raise invalid_field("/sort", "sort_unknown", f"Sort by one of: {', '.join(self.sort_names())}.")
        return sort

    def _position(self, query: PageQuery, sort: Sort) -> tuple[Any, UUID]:
        value, record_id = decode_cursor(query.cursor or "", query.sort)
        try:
            return PARSERS[_type(sort.expression).python_type](value), UUID(record_id)
        except (ValueError, ArithmeticError):
            raise invalid_field(
                "/cursor", "cursor_invalid", "Start again without a cursor; this one does not fit."
            ) from None

    def _select(self, *extra: SQLColumnExpression[Any]) -> Select[*tuple[Any, ...]]:
        return select(self._item, *extra).select_from(self._source).where(*self._where)

    def _page_read(self, sort_name: str, continues: bool, filters: frozenset[str]) -> Read:
        key = (sort_name, continues, filters)
        if key not in self._pages:
            self._pages[key] = self._compile_page(sort_name, continues, filters)
        return self._pages[key]

    def _compile_page(self, sort_name: str, continues: bool, filters: frozenset[str]) -> Read:
        descending = sort_name.startswith("-")
        expression = self._sorts[sort_name.removeprefix("-")].expression
        statement = self._select(cast(expression, Text).label("sort_value"), self._identity.label("sort_id"))
        statement = statement.where(*(self._filters[name] for name in sorted(filters)))
        if continues:
            position = tuple_(_after_value(expression), bindparam("after_id", type_=_type(self._identity)))
            key = tuple_(expression, self._identity)
            statement = statement.where(key < position if descending else key > position)
        order = (expression.desc(), self._identity.desc()) if descending else (expression, self._identity)
        most = statement.order_by(*order).limit(PAGE_MOST).subquery("page")
        return Read(select(most).limit(bindparam("page_limit")))

    def _page_bytes(self, query: PageQuery, rows: list[Any]) -> bytes:
        shown = rows[: query.limit]
        cursor = None
        if len(rows) > query.limit:
            last = shown[-1]
            cursor = encode_cursor(query.sort, [last["sort_value"], str(last["sort_id"])])
        items = ",".join([row["item"] for row in shown])
        return b'{"items":[' + items.encode() + b'],"next_cursor":' + orjson.dumps(cursor) + b"}"


def _after_value(expression: SQLColumnExpression[Any]) -> ColumnElement[Any]:
    if _type(expression).python_type is date:
        return cast(bindparam("after_value", type_=Text()), _type(expression))
    return bindparam("after_value", type_=_type(expression))


def visibility(actor: Actor) -> dict[str, Any]:
    """Who reads: whether they see everything, else the private projects they are in, and who they are."""
    return {
        "sees_all": actor.sees_all,
        "private_projects": list(actor.private_project_ids),
        "acting_user": actor.user_id,
    }


def visible(restricted_to: SQLColumnExpression[Any]) -> SQLColumnExpression[bool]:
    """True for rows that no private project restricts, or one of the actor's does."""
    return or_(
        bindparam("sees_all", type_=Boolean()),
        restricted_to.is_(None),
        restricted_to.op("&&")(bindparam("private_projects", type_=_type(restricted_to))),
    )


def contains(column: SQLColumnExpression[str], name: str) -> SQLColumnExpression[bool]:
    """A case-insensitive substring filter; wildcards in the value are data."""
    return func.strpos(func.lower(column), func.lower(bindparam(name, type_=Text()))) > 0


def _laid_over(item: ColumnElement[str], merged: SQLColumnExpression[Any]) -> ColumnElement[str]:
    # As text: turning each object into jsonb only to print it again costs as much as reading the row.
    # (`right`, not `substr`: that one walks through every character.)
    own = func.left(item, literal_column("-1"), type_=Text())
    rest = func.right(cast(merged, Text), literal_column("-1"), type_=Text())
    text = own + literal_column("', '") + rest
    return case((merged == literal_column("'{}'::jsonb"), item), else_=text)


def _type(expression: SQLColumnExpression[Any]) -> TypeEngine[Any]:
    found: TypeEngine[Any] = coercions.expect(roles.ExpressionElementRole, expression).type
    return found
