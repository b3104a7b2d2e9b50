"""Every refusal leaves as application/problem+json; no stack trace leaves at all."""

import re
from collections.abc import Iterator, Mapping
from functools import cache
from http import HTTPStatus
from typing import Any

import orjson
import structlog
from fastapi import FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.routing import iter_route_contexts
from pydantic import BaseModel
from sqlalchemy.exc import DBAPIError, IntegrityError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from sqlalchemy.orm.exc import StaleDataError
from starlette.exceptions import HTTPException

from services.api.web.sentences import sentence
from services.kit.correlation import HEADER, correlation_id
from services.kit.problems import (
    Conflict,
    FieldError,
    Invalid,
    NotFound,
    PreconditionFailed,
    Problem,
    Unavailable,
    UnknownReference,
)

TYPE_BASE = "https://rapport.dev/problems/"
RETRYABLE_STATES = frozenset({"40001", "40P01", "55P03", "57014", "57P01", "57P02", "57P03", "08003", "08006", "08001"})
FOREIGN_KEY_STATE = "23503"
# PostgreSQL hides the key behind row-level security, but names the constraint: fk_<table>_workspace_id_<field>.
REFERENCE = re.compile(r"^fk_[a-z_]+?_(?:workspace_id_)(?:project_id_(?=\w))?(\w+)$")

log = structlog.get_logger(__name__)


class FieldErrorRead(BaseModel):
    """One field at fault."""

    pointer: str
    code: str
    message: str


class ProblemRead(BaseModel):
    """An RFC 9457 problem."""

    type: str
    title: str
    status: int
    detail: str
    instance: str
    request_id: str
    errors: list[FieldErrorRead] | None = None


def problem_response(request: Request, problem: Problem) -> Response:
    """The answer that tells `problem`."""
    body: dict[str, Any] = {
        "type": TYPE_BASE + problem.slug,
        "title": problem.title,
        "status": problem.status,
        "detail": problem.detail,
        "instance": request.scope["path"],
        "request_id": correlation_id(),
    }
    errors = problem.errors
    if problem.status == 422 and not errors:
        # A 422 always says what it is about; where no field is known to be at fault, that is the whole request.
        errors = (FieldError("", problem.slug, problem.detail),)
    if errors:
        body["errors"] = [{"pointer": e.pointer, "code": e.code, "message": e.message} for e in errors]
    headers = {**problem.headers, HEADER: body["request_id"], "Cache-Control": "no-store"}
    return Response(orjson.dumps(body), problem.status, headers, media_type="application/problem+json")


def install_problem_handlers(app: FastAPI) -> None:
    """Register how each kind of failure is told."""
    app.add_exception_handler(Problem, _told)
    app.add_exception_handler(RequestValidationError, _validation)
    app.add_exception_handler(HTTPException, _http)
    for kind in (DBAPIError, StaleDataError, PoolTimeout, OSError):
        app.add_exception_handler(kind, _database)
    app.add_exception_handler(Exception, unexpected)


async def _told(request: Request, error: Exception) -> Response:
    assert isinstance(error, Problem)
    return problem_response(request, error)


async def _validation(request: Request, error: Exception) -> Response:
    assert isinstance(error, RequestValidationError)
    errors = [_field_error(found, error.body) for found in error.errors()]
    return problem_response(request, Invalid(errors=errors))


def _field_error(found: Mapping[str, Any], body: object) -> FieldError:
    if found["type"] == "json_invalid":
        # Its location is an offset into a document that could not be read: no field.
        return FieldError("", "json_invalid", _where_json_breaks(str(body), found["loc"][-1]))
    return FieldError(_pointer(found["loc"]), str(found["type"]), sentence(found))


def _where_json_breaks(document: str, offset: object) -> str:
    if not isinstance(offset, int):
        return "The body is not valid JSON."
    line = document.count("\n", 0, offset) + 1
    column = offset - document.rfind("\n", 0, offset)
    return f"The body is not valid JSON: it breaks at line {line}, column {column}."


def _pointer(location: tuple[int | str, ...]) -> str:
    parts = location[1:] if location and location[0] in {"body", "query", "path", "header", "cookie"} else location
    return "".join("/" + str(part).replace("~", "~0").replace("/", "~1") for part in parts)


async def _http(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    headers = dict(error.headers or {})
    if error.status_code == 405:
        headers["Allow"] = ", ".join(sorted(_methods_of(request)))
    if error.status_code in {404, 409}:
        return problem_response(request, {404: NotFound, 409: Conflict}[error.status_code](headers=headers))
    return problem_response(request, _http_problem(error.status_code)(str(error.detail), headers=headers))


def _methods_of(request: Request) -> set[str]:
    """Every method of an address: the framework names only those of the first route that has its path."""
    path, methods = request.scope["path"], set()
    for route in iter_route_contexts(request.app.routes):
        if route.methods and route.path_regex.match(path):
            methods |= route.methods
    return methods


@cache
def _http_problem(status: int) -> type[Problem]:
    title = HTTPStatus(status).phrase
    return type("HttpProblem", (Problem,), {"slug": f"http-{status}", "status": status, "title": title})


async def _database(request: Request, error: Exception) -> Response:
    problem = translate(error)
    if problem.status >= 500:
        log.warning(
            "database_refused", error=type(error).__name__, problem=problem.slug, exc_info=problem.status == 500
        )
    return problem_response(request, problem)


async def unexpected(request: Request, error: Exception) -> Response:
    """The answer where nobody knew what to say; the log has the reason."""
    log.error("unexpected_error", path=request.scope["path"], exc_info=error)
    return problem_response(request, Problem())


def translate(error: Exception) -> Problem:
    """The problem that a database failure means to a caller."""
    if isinstance(error, StaleDataError):
        return PreconditionFailed()
    if isinstance(error, PoolTimeout | OSError | OperationalError):
        return Unavailable()
    cause = getattr(getattr(error, "orig", None), "__cause__", None) or getattr(error, "orig", None)
    state = str(getattr(cause, "sqlstate", None) or "")
    if isinstance(error, IntegrityError):
        return _integrity(getattr(cause, "constraint_name", None), state)
    if _is_passing(cause, state) or getattr(error, "connection_invalidated", False):
        return Unavailable()
    if state.startswith("22"):
        return Invalid("A value is outside what can be stored. Shorten or correct it.")
    return Problem()


def _is_passing(cause: object, state: str) -> bool:
    return state in RETRYABLE_STATES or state.startswith(("08", "53")) or isinstance(cause, OSError)


def _integrity(constraint: str | None, state: str) -> Problem:
    for kind in _subclasses(Problem):
        if constraint is not None and constraint in getattr(kind, "constraints", ()):
            return kind()
    if state == FOREIGN_KEY_STATE:
        named = REFERENCE.match(constraint or "")
        return UnknownReference("/" + named[1]) if named else NotFound()
    log.warning("undeclared_constraint", constraint=constraint, state=state)
    return Conflict()


def _subclasses(kind: type[Problem]) -> Iterator[type[Problem]]:
    for child in kind.__subclasses__():
        yield child
        yield from _subclasses(child)
