"""Addresses in the product that a mail may lead to, always under PUBLIC_URL."""

from services.notifier.notices import Link

PAGES = {
    "customer": "customers/{id}",
    "contact": "contacts/{id}",
    "project": "projects/{id}",
    "task": "tasks/{id}",
    "interaction": "interactions/{id}",
    "survey_response": "feedback/{id}",
    "inbound_message": "inbound?status=unmatched",
    "user": "settings",
}
# The token stands behind the `#`: browsers send it to no server, so no log has it.
TOKEN_PAGES = {
    "invitation": "accept-invitation#{token}",
    "password_reset": "reset-password#{token}",
}


def record_url(public_url: str, link: Link) -> str:
    """The page of a record."""
    return f"{public_url}/{PAGES[link.kind].format(id=link.id)}" if link.kind in PAGES else public_url


def token_url(public_url: str, link: Link, token: str) -> str:
    """The page that a mailed token opens; the page changes nothing before its button is pressed."""
    return f"{public_url}/{TOKEN_PAGES[link.kind].format(token=token)}"


def unsubscribe_page(public_url: str, token: str) -> str:
    """The page that asks a person before it turns their emails off."""
    return f"{public_url}/unsubscribe/{token}"


def unsubscribe_one_click(public_url: str, token: str) -> str:
    """The address mail programs post to (RFC 8058)."""
    return f"{public_url}/api/v1/unsubscribe/{token}"
