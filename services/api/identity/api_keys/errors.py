"""Refusals about API keys."""

from collections.abc import Sequence

from services.kit.problems import Invalid, invalid_field


def scopes_unknown(names: Sequence[str]) -> Invalid:
    """422: no resource has these scopes."""
    return invalid_field("/scopes", "scope_unknown", f"There is no scope {', '.join(names)}.")


def scopes_beyond_role(names: Sequence[str]) -> Invalid:
    """422: a key cannot hold what its creator does not."""
    return invalid_field("/scopes", "scope_beyond_role", f"Your own role does not hold {', '.join(names)}.")


def expires_in_the_past() -> Invalid:
    """422: the key would be dead at birth."""
    return invalid_field("/expires_at", "in_the_past", "Choose a moment in the future.")
