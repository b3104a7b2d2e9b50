"""The providers of this version."""

from typing import Final

from services.api.integrations.providers.port import Provider
from services.api.integrations.providers.raw import RawProvider

PROVIDERS: Final[dict[str, Provider]] = {provider.name: provider for provider in (RawProvider(),)}


def provider_named(name: str) -> Provider | None:
    """The adapter of a provider; None where this version has none."""
    return PROVIDERS.get(name)


def available(kind: str) -> list[str]:
    """Names of the providers of a kind, for a refusal that says what would be accepted."""
    return sorted(name for name, provider in PROVIDERS.items() if provider.kind == kind)
