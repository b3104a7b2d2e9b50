"""The providers of this version."""

from typing import Final

from services.api.integrations.providers.generic import GenericProvider
from services.api.integrations.providers.mailgun import MailgunProvider
from services.api.integrations.providers.port import Provider
from services.api.integrations.providers.postmark import PostmarkProvider
from services.api.integrations.providers.raw import RawProvider
from services.api.integrations.providers.typeform import TypeformProvider

_ADAPTERS: Final[tuple[Provider, ...]] = (
    RawProvider(),
    MailgunProvider(),
    PostmarkProvider(),
    TypeformProvider(),
    GenericProvider(),
)

PROVIDERS: Final[dict[str, Provider]] = {provider.name: provider for provider in _ADAPTERS}


def provider_named(name: str) -> Provider | None:
    """The adapter of a provider; None where this version has none."""
    return PROVIDERS.get(name)


def available(kind: str) -> list[str]:
    """Names of the providers of a kind, for a refusal that says what would be accepted."""
    return sorted(name for name, provider in PROVIDERS.items() if provider.kind == kind)
