"""What is wrong with a field, in words a project manager understands, from the validator's error types."""

from collections.abc import Mapping
from typing import Any

PLAIN: dict[str, str] = {
    "missing": "This is required.",
    "extra_forbidden": "This field is not known here; leave it out.",
    "string_too_short": "Use at least {min_length} characters.",
    "string_too_long": "Use at most {max_length} characters.",
    "string_type": "Write this as text.",
    "string_unicode": "This holds characters that cannot be read; remove them.",
    "string_pattern_mismatch": "This is not in the expected form.",
    "too_short": "Give at least {min_length}.",
    "too_long": "Give at most {max_length}.",
    "list_type": "Give a list.",
    "dict_type": "Give an object with named fields.",
    "bool_type": "Choose yes or no.",
    "bool_parsing": "Choose yes or no.",
    "int_type": "Give a whole number.",
    "int_parsing": "Give a whole number.",
    "int_from_float": "Give a whole number.",
    "decimal_parsing": "Give a number.",
    "decimal_max_places": "Give at most {decimal_places} digits after the point.",
    "decimal_max_digits": "Give at most {max_digits} digits.",
    "decimal_whole_digits": "Give at most {whole_digits} digits before the point.",
    "float_parsing": "Give a number.",
    "greater_than": "Give more than {gt}.",
    "greater_than_equal": "Give {ge} or more.",
    "less_than": "Give less than {lt}.",
    "less_than_equal": "Give {le} or less.",
    "literal_error": "Choose one of: {expected}.",
    "enum": "Choose one of: {expected}.",
    "uuid_parsing": "This is not an id.",
    "uuid_type": "This is not an id.",
    "date_from_datetime_parsing": "Give a day such as 2026-11-21.",
    "date_parsing": "Give a day such as 2026-11-21.",
    "date_type": "Give a day such as 2026-11-21.",
    "date_from_datetime_inexact": "Give a day without a time.",
    "datetime_parsing": "Give an instant such as 2026-11-21T14:30:00Z.",
    "datetime_type": "Give an instant such as 2026-11-21T14:30:00Z.",
    "datetime_from_date_parsing": "Give an instant such as 2026-11-21T14:30:00Z.",
    "timezone_aware": "Add the time zone, for example 2026-11-21T14:30:00Z.",
    "json_invalid": "The body is not valid JSON.",
    "model_attributes_type": "Send a JSON object.",
    "model_type": "Send a JSON object.",
}
EMPTY = "This cannot be empty."


def sentence(error: Mapping[str, Any]) -> str:
    """One sentence that says the way out; a rule of ours is told in its own words."""
    kind, context = str(error["type"]), error.get("ctx") or {}
    if kind in {"string_too_short", "too_short"} and context.get("min_length") == 1:
        return EMPTY
    if kind in PLAIN:
        return PLAIN[kind].format_map(context)
    own = str(error["msg"]).removeprefix("Value error, ").strip()
    told = own[:1].upper() + own[1:]
    return told if told.endswith(".") else f"{told}."
