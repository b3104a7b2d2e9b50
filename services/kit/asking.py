"""Questions of one transaction that are asked together: each keeps its own home, and all cost one round trip.

A use case that has to know many things before it can decide would otherwise wait for each of them in turn.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, Generic, TypeVar, cast

import orjson
from sqlalchemy import Select

from services.kit.reads import DIALECT

Answer = TypeVar("Answer")
Rows = list[dict[str, Any]]
_PLACE = re.compile(r"\$(\d+)")


class Question:
    """A SELECT compiled once, at import, in which `kit.reads.fence()` is the transaction's workspace. Its rows come as
    JSON: ids and instants are strings."""

    def __init__(self, statement: Select[*tuple[Any, ...]]) -> None:
        compiled = statement.compile(dialect=DIALECT)
        self.sql = compiled.string
        self.names: Sequence[str] = tuple(compiled.positiontup or ())
        self.defaults = dict(compiled.params)


@dataclass(frozen=True, eq=False)
class Asked(Generic[Answer]):
    """A question with its values, and how its rows are read."""

    question: Question
    values: dict[str, Any]
    read: Callable[[Rows], Answer]

    def arguments(self) -> list[Any]:
        """The values in the order of the compiled statement."""
        given = {**self.question.defaults, **self.values}
        return [given[name] for name in self.question.names]


class Answers:
    """What was answered; `answers[asked]` has the type that its question was given."""

    def __init__(self, asked: Sequence[Asked[Any]], rows: Sequence[str]) -> None:
        self._read = {id(one): one.read(orjson.loads(found)) for one, found in zip(asked, rows, strict=True)}

    def __getitem__(self, asked: Asked[Answer]) -> Answer:
        return cast(Answer, self._read[id(asked)])


@cache
def together(questions: tuple[Question, ...]) -> str:
    """One statement with a column of JSON text per question; at most a few dozen combinations exist."""
    columns, before = [], 0
    for number, question in enumerate(questions):
        own = _PLACE.sub(lambda place, start=before: f"${int(place[1]) + start}", question.sql)  # type: ignore[misc]
        columns.append(f"(SELECT coalesce(json_agg(to_json(q)), '[]')::text FROM ({own}) q) AS a{number}")  # noqa: S608
        before += len(question.names)
    return f"WITH s AS MATERIALIZED (SELECT current_setting('app.workspace') w) SELECT {', '.join(columns)} FROM s"  # noqa: S608
