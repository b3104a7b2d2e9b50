"""What an operator can say to the local stack, read once from the environment."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from deploy.local.errors import StackError
from deploy.local.ports import LOOPBACK

LOOPBACK_HOSTS = frozenset({"127.0.0.1", "localhost", "::1"})
SECRET_MINIMUM_BYTES = 32
LAST_PORT = 65535


@dataclass(frozen=True)
class StackSettings:
    """The environment of `make run`; a URL that is None means: run our own."""

    port: int
    host: str
    data_dir: Path
    is_demo: bool
    public_url: str
    database_url: str | None
    nats_url: str | None
    smtp_url: str | None
    secret_key: str | None
    instance: str | None

    @property
    def local_url(self) -> str:
        """The address a browser on this machine opens."""
        return f"http://{LOOPBACK}:{self.port}"

    @property
    def binds(self) -> tuple[str, ...]:
        """The addresses to listen on; this machine itself is always among them."""
        if self.host in LOOPBACK_HOSTS:
            return (LOOPBACK,)
        # Compared, not bound: the operator chose it with HOST.
        return (self.host,) if self.host in {"0.0.0.0", "::"} else (LOOPBACK, self.host)  # noqa: S104

    @property
    def is_loopback(self) -> bool:
        """Whether the instance is meant for this machine only."""
        return urlsplit(self.public_url).hostname in LOOPBACK_HOSTS

    @property
    def loads_demo(self) -> bool:
        """Whether the demo is loaded: never where others than this machine can sign in."""
        return self.is_demo and self.is_loopback


def read_settings(environment: Mapping[str, str]) -> StackSettings:
    """Read and check the environment.

    Raises:
        StackError: a value is unfit; the sentence names the variable and what it must be.
    """
    given = {name: value.strip() for name, value in environment.items() if value.strip()}
    port = _port(given.get("PORT", "8000"))
    return StackSettings(
        port=port,
        host=given.get("HOST", LOOPBACK),
        data_dir=Path(given.get("DATA_DIR", ".data")).expanduser().absolute(),
        is_demo=_switch("DEMO", given.get("DEMO", "1")),
        public_url=_public_url(given.get("PUBLIC_URL", f"http://{LOOPBACK}:{port}")),
        database_url=_database_url(given.get("DATABASE_URL")),
        nats_url=_url("NATS_URL", given.get("NATS_URL"), ("nats", "tls")),
        smtp_url=_url("SMTP_URL", given.get("SMTP_URL"), ("smtp", "smtps")),
        secret_key=_secret(given.get("SECRET_KEY")),
        instance=given.get("INSTANCE"),
    )


def _port(text: str) -> int:
    if not text.isdigit() or not 0 < int(text) <= LAST_PORT:
        raise StackError(f"PORT must be a number from 1 to {LAST_PORT}, not {text!r}.")
    return int(text)


def _switch(name: str, text: str) -> bool:
    if text not in {"0", "1"}:
        raise StackError(f"{name} must be 0 or 1, not {text!r}.")
    return text == "1"


def _public_url(text: str) -> str:
    url = _url("PUBLIC_URL", text, ("http", "https"))
    assert url is not None
    return url.rstrip("/")


def _database_url(text: str | None) -> str | None:
    url = _url("DATABASE_URL", text, ("postgresql", "postgres", "postgresql+asyncpg"))
    return None if url is None else "postgresql://" + url.partition("://")[2]


def _url(name: str, text: str | None, schemes: tuple[str, ...]) -> str | None:
    if text is None:
        return None
    try:
        parts = urlsplit(text)
        # Reading the port is what checks it.
        is_fit = parts.scheme in schemes and bool(parts.hostname) and (parts.port or 1) > 0
    except ValueError:
        is_fit = False
    if not is_fit:
        raise StackError(f"{name} must be an address that begins with {schemes[0]}://HOST.")
    return text


def _secret(text: str | None) -> str | None:
    if text is not None and len(text.encode()) < SECRET_MINIMUM_BYTES:
        raise StackError(
            f"SECRET_KEY needs at least {SECRET_MINIMUM_BYTES} bytes of randomness: "
            "make one with `openssl rand -hex 32`, or leave it out."
        )
    return text
