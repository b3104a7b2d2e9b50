"""The embedded engines of one DATA_DIR: those for which no URL was given."""

from collections.abc import Callable
from pathlib import Path

from deploy.local.durability import refuse_weak_nats, refuse_weak_postgres
from deploy.local.nats import NatsServer
from deploy.local.postgres import PostgresServer
from deploy.local.settings import StackSettings
from deploy.local.supervised import Supervised

NATS_STOP_SECONDS = 2.0


class Engines:
    """PostgreSQL and NATS, each our own unless the settings name another."""

    def __init__(self, settings: StackSettings, logs: Path, say: Callable[[str], None]) -> None:
        self._settings = settings
        self._postgres: PostgresServer | None = None
        self._nats: NatsServer | None = None
        self.supervised: list[Supervised] = []
        if settings.database_url is None:
            log = logs / "postgres.log"
            self._postgres = PostgresServer(settings.data_dir / "postgres", log_file=log)
            self.supervised.append(Supervised("PostgreSQL", self._postgres, log, say))
        if settings.nats_url is None:
            log = logs / "nats.log"
            self._nats = NatsServer(settings.data_dir / "nats", log_file=log)
            self.supervised.append(Supervised("NATS", self._nats, log, say))

    @property
    def database_url(self) -> str:
        """Where PostgreSQL is."""
        return self._postgres.dsn if self._postgres else self._settings.database_url or ""

    @property
    def nats_url(self) -> str:
        """Where NATS is."""
        return self._nats.url if self._nats else self._settings.nats_url or ""

    @property
    def pids_to_end(self) -> list[int]:
        """What a later start has to end by itself; PostgreSQL looks after its own."""
        return [self._nats.pid] if self._nats and self._nats.pid else []

    def start(self) -> None:
        """Start them, and refuse settings under which acknowledged writes could be lost."""
        for engine in self.supervised:
            engine.start()
        if self._postgres:
            refuse_weak_postgres(self._postgres)
        if self._nats:
            refuse_weak_nats(self._nats)

    def stop(self, seconds: float) -> None:
        """Stop them, PostgreSQL last, within `seconds`."""
        if self._nats:
            self._nats.stop(min(NATS_STOP_SECONDS, seconds))
        if self._postgres:
            self._postgres.stop(max(1.0, seconds - NATS_STOP_SECONDS))
