"""Refusals as RFC 9457 problems. Every slice declares its own by subclassing `Problem`."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import ClassVar


@dataclass(frozen=True)
class FieldError:
    """One field at fault: a JSON pointer (RFC 6901), a stable code, a sentence that says the way out."""

    pointer: str
    code: str
    message: str


class Problem(Exception):
    """A refusal the caller can act on. Raising it rolls the transaction back."""

    slug: ClassVar[str] = "internal-error"
    title: ClassVar[str] = "Something went wrong on our side"
    status: ClassVar[int] = 500
    default_detail: ClassVar[str] = "The error was recorded. Please try again; nothing was changed."

    def __init__(
        self,
        detail: str | None = None,
        *,
        errors: Sequence[FieldError] = (),
        headers: Mapping[str, str] | None = None,
    ) -> None:
        self.detail = detail or self.default_detail
        self.errors = tuple(errors)
        self.headers = dict(headers or {})
        super().__init__(self.detail)


class NotFound(Problem):
    slug, title, status = "not-found", "Not found", 404
    default_detail = "There is no such record here. It may have been deleted."


class Unauthenticated(Problem):
    slug, title, status = "unauthenticated", "Please sign in", 401
    default_detail = "The request carries no valid access token or API key. Sign in and try again."

    def __init__(self, detail: str | None = None) -> None:
        super().__init__(detail, headers={"WWW-Authenticate": "Bearer"})


class Forbidden(Problem):
    slug, title, status = "forbidden", "Not allowed", 403
    default_detail = "Your role does not allow this. Ask an admin of the workspace."


class Conflict(Problem):
    slug, title, status = "conflict", "Conflict", 409
    default_detail = "This clashes with what is already there."


class PreconditionFailed(Problem):
    slug, title, status = "version-conflict", "Someone changed this", 412
    default_detail = "The record was changed since you read it. Load it again, then repeat your change."


class Invalid(Problem):
    slug, title, status = "invalid-request", "Please check the marked fields", 422
    default_detail = "Some fields cannot be accepted as they are."


class Unavailable(Problem):
    slug, title, status = "unavailable", "Temporarily unavailable", 503
    default_detail = "The service is busy or restarting. Please try again in a moment; nothing was changed."

    def __init__(self, detail: str | None = None, *, retry_after: int = 2) -> None:
        super().__init__(detail, headers={"Retry-After": str(retry_after)})


def invalid_field(pointer: str, code: str, message: str) -> Invalid:
    """A 422 about one field, for example `invalid_field("/owner_id", "unknown", "...")`."""
    return Invalid(errors=[FieldError(pointer, code, message)])


class UnknownReference(NotFound):
    """A body names a record that is not in this workspace: told like any missing record, with its field."""

    def __init__(self, pointer: str) -> None:
        super().__init__(
            "A record that this request refers to does not exist here.",
            errors=[FieldError(pointer, "unknown_reference", "Choose an existing record.")],
        )
