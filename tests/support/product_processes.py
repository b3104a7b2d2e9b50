"""The product's own processes, as `make run` starts them, for tests that need real ones to measure or to kill."""

import os
import secrets
import signal
import urllib.error
import urllib.request
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from deploy.local.ports import LOOPBACK, free_port
from deploy.local.process import ChildProcess, wait_until
from deploy.local.product import ROOT, Launch, ServiceSpec, rapport
from deploy.local.settings import read_settings

FACTORY = "services.api.main:create_app"
READY_SECONDS = 60.0
STOP_SECONDS = 20.0


@dataclass
class ProductProcesses:
    """API, worker and notifier on engines that run already. `factory` may name another build of the application."""

    database_url: str
    nats_url: str
    smtp_url: str
    folder: Path
    factory: str = FACTORY
    extra: Mapping[str, str] = field(default_factory=dict)
    secret_key: str = field(default_factory=lambda: secrets.token_hex(32))
    port: int = field(default_factory=free_port)
    _running: dict[str, ChildProcess] = field(default_factory=dict)

    @property
    def url(self) -> str:
        """Where the API answers."""
        return f"http://{LOOPBACK}:{self.port}"

    @property
    def public_url(self) -> str:
        """The issuer of this instance's tokens."""
        return self.url

    def start(self, *names: str) -> None:
        """Start `api`, `worker` or `notifier` without waiting for them."""
        specs = {spec.name: spec for spec in self._specs()}
        for name in names:
            spec = specs[name]
            self._running[name] = ChildProcess(
                spec.command, log_file=self.folder / f"{name}.log", env=spec.environment, cwd=ROOT
            )

    def wait_until_ready(self, seconds: float = READY_SECONDS) -> None:
        """Wait until the API serves.

        Raises:
            AssertionError: it does not in time; shows the end of its log.
        """
        is_up = wait_until(self._is_ready, seconds, every=0.05)
        assert is_up, "The API is not ready:\n" + "\n".join(self._running["api"].last_lines(20))

    def pid(self, name: str) -> int:
        """The process id, which is also the process group."""
        return self._running[name].pid

    def is_running(self, name: str) -> bool:
        """Whether a started process still lives."""
        return name in self._running and self._running[name].is_running

    def kill(self, name: str) -> None:
        """SIGKILL to the process and everything it started."""
        self._running[name].kill_group()

    def stop(self) -> None:
        """Stop what runs, by force after a while."""
        for process in self._running.values():
            process.send(signal.SIGTERM)
        for process in self._running.values():
            process.wait(STOP_SECONDS)
            process.kill_group()
        self._running.clear()

    def _is_ready(self) -> bool:
        try:
            with urllib.request.urlopen(f"{self.url}/readyz", timeout=2) as answer:
                return bool(answer.status == 200)
        except (urllib.error.URLError, OSError):
            return False

    def _specs(self) -> list[ServiceSpec]:
        settings = read_settings(
            {
                "PORT": str(self.port),
                "DATA_DIR": str(self.folder),
                "DEMO": "0",
                "SMTP_URL": self.smtp_url,
                "SECRET_KEY": self.secret_key,
            }
        )
        launch = Launch(
            settings=settings,
            instance="measured",
            secret_key=self.secret_key,
            database_url=self.database_url,
            nats_url=self.nats_url,
            api_port=self.port,
            mailbox_port=None,
        )
        launch.metrics_dir.mkdir(parents=True, exist_ok=True)
        inherited = {**os.environ, "RATE_LIMITS": "off", "SIGNUP": "open", **self.extra}
        return [
            replace(spec, command=[self.factory if word == FACTORY else word for word in spec.command])
            for spec in rapport(launch, inherited).services
        ]
