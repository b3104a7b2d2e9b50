"""How a typed phrase becomes a query."""

import re
from collections.abc import Sequence

from services.kit.problems import invalid_field

TYPES = ("customer", "contact", "project", "task", "interaction")
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
