"""How a typed phrase becomes a query."""

import re
from collections.abc import Collection, Sequence

from services.kit.problems import invalid_field

#: What is searched, and the permission to read it, which search alone does not give to an API key.
READ_BY = {
    "customer": "customers:read",
    "contact": "contacts:read",
    "project": "projects:read",
    "task": "projects:read",
    "interaction": "interactions:read",
    "survey_response": "survey-responses:read",
    "comment": "comments:read",
}
TYPES = tuple(READ_BY)
MAXIMUM_WORDS = 8
WORD = re.compile(r"[^\W_]+", re.UNICODE)


def prefix_query(phrase: str) -> str:
    """A tsquery in text form: every word required, the last one as a beginning; '' where there is no word.

    Words are letters and digits only, so that no operator of the query language can be typed in.
    """
    words = [word.lower() for word in WORD.findall(phrase)][:MAXIMUM_WORDS]
    if not words:
        return ""
    return " & ".join([f"'{word}'" for word in words[:-1]] + [f"'{words[-1]}':*"])


def chosen_types(given: Sequence[str] | None) -> list[str] | None:
    """The types to search, from repeated or comma-separated values; None means all.

    Raises:
        Invalid: one of them is not searched.
    """
    names = [name.strip() for part in given or () for name in part.split(",") if name.strip()]
    if any(name not in TYPES for name in names):
        raise invalid_field("/types", "type_unknown", f"Choose from: {', '.join(TYPES)}.")
    return names or None


def readable_types(chosen: Sequence[str] | None, permissions: Collection[str]) -> list[str] | None:
    """The chosen types that may be read; None means all there are, an empty list none."""
    readable = [name for name in chosen or TYPES if READ_BY[name] in permissions]
    return None if chosen is None and len(readable) == len(TYPES) else readable
