"""Settings of every process, read once from the environment."""

from functools import cached_property
from typing import Literal
from urllib.parse import urlsplit

from pydantic import Field, ValidationError, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from services.kit.foreign.networks import Opening, openings_of

SECRET_MINIMUM_BYTES = 32
SAMPLE_SECRETS = frozenset({"change-me-change-me-change-me-change-me", "x" * 32, "0" * 32, "0" * 64})
LOOPBACK_HOSTS = frozenset({"127.0.0.1", "localhost", "::1"})


class ConfigurationError(Exception):
    """The environment does not describe a system that may start; the message says which name and why."""


class Settings(BaseSettings):
    """Everything an operator can set; names are the upper-case field names."""

    model_config = SettingsConfigDict(extra="ignore", frozen=True)

    database_url: str = "postgresql://127.0.0.1:5432/rapport"
    nats_url: str = "nats://127.0.0.1:4222"
    smtp_url: str = "smtp://127.0.0.1:1025"
    public_url: str = "http://127.0.0.1:8000"
    secret_key: str = Field(default="", validate_default=True)
    secret_key_previous: str | None = None
    signup: Literal["open", "closed"] | None = None
    instance: str = Field(default="rapport", pattern=r"^[a-z0-9-]{1,32}$")
    data_dir: str = ".data"
    local_mailbox: str | None = None
    metrics_token: str | None = None
    webhook_tolerance_seconds: int = Field(default=300, ge=0)
    rate_limits: Literal["on", "off"] = "on"
    storage_quota_mb: int = Field(default=10_240, ge=0)
    mail_from: str = "Rapport <rapport@localhost>"
    allow_private_targets: str = ""

    @field_validator("secret_key", "secret_key_previous")
    @classmethod
    def _strong(cls, secret: str | None) -> str | None:
        if secret is None:
            return None
        if len(secret.encode()) < SECRET_MINIMUM_BYTES:
            raise ValueError(f"needs at least {SECRET_MINIMUM_BYTES} bytes of randomness")
        if secret in SAMPLE_SECRETS or len(set(secret)) < 8:
            raise ValueError("is a sample value; make your own, for example with: openssl rand -hex 32")
        return secret

    @field_validator("public_url")
    @classmethod
    def _http(cls, url: str) -> str:
        parts = urlsplit(url)
        if parts.scheme not in {"http", "https"} or not parts.hostname:
            raise ValueError("must be an http or https address such as https://rapport.example.org")
        return url.rstrip("/")

    @field_validator("allow_private_targets")
    @classmethod
    def _networks(cls, text: str) -> str:
        try:
            openings_of(text)
        except ValueError:
            raise ValueError(
                "must be networks such as 10.20.0.0/16 or 10.20.0.5/32:8080, with commas between"
            ) from None
        return text

    @property
    def openings(self) -> tuple[Opening, ...]:
        """What ALLOW_PRIVATE_TARGETS opens beside the internet."""
        return openings_of(self.allow_private_targets)

    @cached_property
    def public_host(self) -> str:
        """The host of PUBLIC_URL, without port."""
        return urlsplit(self.public_url).hostname or "localhost"

    @cached_property
    def is_loopback(self) -> bool:
        """Whether only this machine can reach the instance."""
        return self.public_host in LOOPBACK_HOSTS

    @cached_property
    def secret_keys(self) -> tuple[str, ...]:
        """The signing secret first, then the one that is being rotated out."""
        return (self.secret_key, self.secret_key_previous) if self.secret_key_previous else (self.secret_key,)


def load_settings() -> Settings:
    """Read the environment.

    Raises:
        ConfigurationError: a value is missing or unfit; the text names the variable.
    """
    try:
        return Settings()
    except ValidationError as error:
        first = error.errors()[0]
        name = str(first["loc"][0]).upper() if first["loc"] else "settings"
        reason = str(first["msg"]).removeprefix("Value error, ")
        raise ConfigurationError(f"{name} {reason}") from None
