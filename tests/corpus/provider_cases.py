"""Recorded requests of mail providers: the body as it was on the wire, and what another reader made of it."""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.corpus.fixtures import FOLDER, IS_THERE

SECRETS = {"mailgun": "ANYMAIL_MAILGUN_WEBHOOK_SIGNING_KEY"}


@dataclass(frozen=True)
class ProviderCase:
    """One request with its meta file."""

    path: Path
    meta: dict[str, Any]

    @property
    def name(self) -> str:
        """The name of the meta file, which says where it is from."""
        return self.path.name.removesuffix(".json")

    @property
    def provider(self) -> str:
        """Who posted it."""
        return str(self.meta["provider"])

    @property
    def secret(self) -> str | None:
        """What the source signs with; None where the provider signs nothing."""
        return self.meta["secrets"].get(SECRETS.get(self.provider, ""))

    @property
    def basic_auth(self) -> str:
        """What the reference demanded on top."""
        return str(self.meta["secrets"]["WEBHOOK_SECRET"])

    @property
    def headers(self) -> dict[str, str]:
        """The headers of the request."""
        return {**self.meta["headers"], "Content-Type": self.meta["content_type"]}

    @property
    def told(self) -> list[dict[str, Any]]:
        """What the reference read."""
        return list(self.meta["events_parsed_by_reference"])

    def body(self) -> bytes:
        """The bytes, as they are. Two requests may share a name and differ in form only."""
        kind = "json" if self.meta["content_type"].startswith("application/json") else "multipart"
        return (self.path.parent / f"{self.path.name.partition('.meta')[0]}.body.{kind}").read_bytes()


def provider_cases(*providers: str) -> list[ProviderCase]:
    """Every recorded request of these providers."""
    if not IS_THERE:
        return []
    found = sorted((FOLDER / "1-email-webhooks").glob("*.meta*.json"))
    cases = [ProviderCase(path, json.loads(path.read_text("utf-8"))) for path in found]
    return [case for case in cases if case.provider in providers]
