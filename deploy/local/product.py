"""Which processes Rapport consists of, with their commands and environment."""

import shlex
import sys
import sysconfig
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from deploy.local.ports import LOOPBACK
from deploy.local.settings import StackSettings

ROOT = Path(__file__).parent.parent.parent
FRONTEND = ROOT / "frontend" / "dist"
CADDYFILE = ROOT / "deploy" / "caddy" / "Caddyfile"
API_WORKERS = 2
APPLICATION = "services.api.main:create_app"
MAKE_VARIABLES = frozenset({"MAKEFLAGS", "MAKELEVEL", "MFLAGS", "MAKEOVERRIDES"})


@dataclass(frozen=True)
class Launch:
    """What is known once the engines run."""

    settings: StackSettings
    instance: str
    secret_key: str
    database_url: str
    nats_url: str
    api_port: int
    mailbox_port: int | None
    is_reloading: bool = False

    @property
    def maildir(self) -> Path:
        """The folder of the local mailbox."""
        return self.settings.data_dir / "mail"

    @property
    def smtp_url(self) -> str:
        """The mail server that is given, or the local mailbox."""
        return self.settings.smtp_url or f"smtp://{LOOPBACK}:{self.mailbox_port}"

    @property
    def metrics_dir(self) -> Path:
        """Where the processes of one start share their metrics."""
        return self.settings.data_dir / "run" / "metrics"


@dataclass(frozen=True)
class ServiceSpec:
    """One process to keep running. Lower `stage` stops first."""

    name: str
    title: str
    command: list[str]
    stage: int
    environment: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Product:
    """Everything one start runs, in order: migrations, services, and the demo beside them."""

    migration: list[str] | None
    services: list[ServiceSpec]
    demo: list[str] | None
    environment: dict[str, str]
    ready_url: str


def rapport(launch: Launch, inherited: Mapping[str, str]) -> Product:
    """Return Rapport as `make run` starts it."""
    environment = product_environment(launch, inherited)
    services = [
        ServiceSpec("api", "The API", _api(launch), 0, environment),
        _background("worker", "The worker", "services.api.worker", launch, environment),
        _background("notifier", "The notifier", "services.notifier", launch, environment),
        ServiceSpec("caddy", "Caddy", _caddy(), 1, _caddy_environment(launch, inherited)),
    ]
    if launch.mailbox_port is not None:
        services.append(_mailbox(launch, environment))
    if launch.is_reloading:
        services.append(ServiceSpec("frontend", "The frontend's build", _frontend_build(), 0, environment))
    return Product(
        migration=_python("services.api.migrate"),
        services=services,
        demo=_python("services.api.demo") if launch.settings.loads_demo else None,
        environment=environment,
        ready_url=f"{launch.settings.local_url}/readyz",
    )


def product_environment(launch: Launch, inherited: Mapping[str, str]) -> dict[str, str]:
    """Return the environment of every process of Rapport's own."""
    settings = launch.settings
    environment = {k: v for k, v in inherited.items() if k not in MAKE_VARIABLES}
    environment |= {
        "DATABASE_URL": launch.database_url,
        "NATS_URL": launch.nats_url,
        "SMTP_URL": launch.smtp_url,
        "PUBLIC_URL": settings.public_url,
        "SECRET_KEY": launch.secret_key,
        "INSTANCE": launch.instance,
        "DATA_DIR": str(settings.data_dir),
        "PORT": str(settings.port),
        "PROMETHEUS_MULTIPROC_DIR": str(launch.metrics_dir),
        "PYTHONUNBUFFERED": "1",
    }
    environment.pop("LOCAL_MAILBOX", None)
    if launch.mailbox_port is not None:
        environment["LOCAL_MAILBOX"] = str(launch.maildir)
    return environment


def _api(launch: Launch) -> list[str]:
    address = ("--host", LOOPBACK, "--port", str(launch.api_port))
    if launch.is_reloading:
        # One process that watches the sources cannot also be several workers.
        watched = ("--reload", "--reload-dir", str(ROOT / "services"), "--no-access-log", "--no-server-header")
        return [*_python("uvicorn", "--factory", APPLICATION), *address, *watched]
    return [*_python("services.api", "--application", APPLICATION), *address, "--workers", str(API_WORKERS)]


def _background(name: str, title: str, module: str, launch: Launch, environment: dict[str, str]) -> ServiceSpec:
    command = _python(module)
    if launch.is_reloading:
        command = _python("watchfiles", "--filter", "python", shlex.join(_python(module)))
        command.append(str(ROOT / "services"))
    return ServiceSpec(name, title, command, 0, environment)


def _mailbox(launch: Launch, environment: dict[str, str]) -> ServiceSpec:
    command = _python("deploy.local.mailbox", "--port", str(launch.mailbox_port))
    command += ["--maildir", str(launch.maildir)]
    return ServiceSpec("mailbox", "The local mailbox", command, 1, environment)


def _caddy() -> list[str]:
    return [
        *(str(Path(sysconfig.get_path("scripts")) / "caddy"), "run"),
        *("--config", str(CADDYFILE), "--adapter", "caddyfile"),
    ]


def _caddy_environment(launch: Launch, inherited: Mapping[str, str]) -> dict[str, str]:
    settings = launch.settings
    kept = {name: inherited[name] for name in ("PATH", "HOME", "METRICS_TOKEN") if inherited.get(name)}
    own = {
        "RAPPORT_SITE": f"http://:{settings.port}",
        "RAPPORT_BIND": " ".join(settings.binds),
        "RAPPORT_API": f"{LOOPBACK}:{launch.api_port}",
        "RAPPORT_FRONTEND": str(FRONTEND),
        "RAPPORT_CADDY_DATA": str(settings.data_dir / "caddy"),
        "XDG_DATA_HOME": str(settings.data_dir / "caddy"),
        "XDG_CONFIG_HOME": str(settings.data_dir / "caddy"),
    }
    if settings.is_loopback:
        own["RAPPORT_METRICS_FROM"] = "127.0.0.0/8 ::1/128"
    return {**kept, **own}


def _frontend_build() -> list[str]:
    node = str(Path(sysconfig.get_path("scripts")) / "node")
    folder = FRONTEND.parent
    vite = folder / "node_modules" / "vite" / "bin" / "vite.js"
    return [node, str(vite), "build", str(folder), "--watch"]


def _python(module: str, *arguments: str) -> list[str]:
    return [sys.executable, "-m", module, *arguments]
