from collections.abc import Sequence

from services.kit.problems import Conflict, FieldError, Invalid, Problem, invalid_field


class SignatureInvalid(Problem):
    slug, title, status = "signature-invalid", "The signature is missing or wrong", 401
    default_detail = (
        "The request was not signed with this source's secret. It was kept for inspection, not worked through."
    )


class NotReplayable(Conflict):
    slug, title = "not-replayable", "This cannot be replayed"
    default_detail = "The request was refused because of its signature, so what it says cannot be trusted."


class NothingToMatch(Conflict):
    slug, title = "nothing-to-match", "There is nothing to match"
    default_detail = "Neither a mail nor an answer came of this request yet. Wait until it was read, or replay it."


def provider_unavailable(name: str, kind: str, names: list[str]) -> Invalid:
    """422: no adapter for this provider and kind."""
    offered = ", ".join(names) if names else "none yet"
    return invalid_field(
        "/provider",
        "provider_unavailable",
        f"{name} cannot be used for {kind} in this version. Available: {offered}.",
    )


def secret_needed(name: str) -> Invalid:
    """422: the provider signs, and nothing to verify with was given."""
    return invalid_field(
        "/secret", "secret_needed", f"Give the signing secret that {name} shows, or settings.basic_auth."
    )


def secret_useless(name: str) -> Invalid:
    """422: a secret for a provider that signs nothing would only look like a guard."""
    return invalid_field(
        "/secret", "secret_unused", f"{name} signs nothing. Leave the secret out and set settings.basic_auth."
    )


def secret_not_made(name: str) -> Invalid:
    """422: the secret is the provider's to make."""
    return invalid_field(
        "/makes_secret", "secret_not_made", f"Rapport makes no secret for {name}. Give the one that {name} shows."
    )


def settings_unused(name: str, keys: Sequence[str]) -> Invalid:
    """422: settings that the provider has no use for, each with its pointer."""
    message = f"{name} does not use this setting. Leave it out."
    return Invalid(errors=[FieldError(f"/settings/{key}", "setting_unused", message) for key in keys])


def match_names_nothing() -> Invalid:
    """422: neither a customer, nor a contact, nor a project."""
    return invalid_field("/customer_id", "customer_needed", "Give a customer_id, a contact_id or project_ids.")


def match_names_several() -> Invalid:
    """422: the projects alone do not tell the customer."""
    return invalid_field(
        "/customer_id", "customer_needed", "These projects have several customers. Give the customer_id as well."
    )


def match_names_nobody() -> Invalid:
    """422: the projects have no customer to give it to."""
    return invalid_field(
        "/customer_id", "customer_needed", "These projects have no customer. Give the customer_id as well."
    )
