from services.kit.problems import Conflict, Invalid, Problem, invalid_field


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
    default_detail = "No mail came of this request yet. Wait until it was worked through, or replay it."


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


def match_names_nothing() -> Invalid:
    """422: neither a customer nor a contact."""
    return invalid_field("/customer_id", "customer_needed", "Give a customer_id or a contact_id.")
