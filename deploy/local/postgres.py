"""One embedded PostgreSQL server: made, started, checked and stopped through its own binaries."""

import atexit
import shutil
import signal
import tempfile
from pathlib import Path
from typing import Self

from deploy.local import postgres_cluster as cluster_files
from deploy.local.errors import StackError
from deploy.local.folder import FolderLock
from deploy.local.ports import LOOPBACK, free_port, is_free, keep_or_choose
from deploy.local.postgres_cluster import Cluster
from deploy.local.process import ChildProcess, wait_until

DATABASE = "rapport"
ROLE = "rapport"
SUPERUSER = "postgres"
START_SECONDS = 120.0
STOP_SECONDS = 15.0
START_ATTEMPTS = 4


class PostgresServer:
    """A PostgreSQL cluster in `data_dir`, served on the loopback while it is started.

    The superuser `postgres` and the login role `rapport` (CREATEROLE, CREATEDB, no superuser, owner
    of the database `rapport`) have random passwords kept in `data_dir`, readable by its owner only.
    Start it from the main thread: on Linux it stops when the thread that started it ends.

    Errors: `StackError` with one sentence.
    """

    def __init__(
        self,
        data_dir: Path,
        *,
        port: int | None = None,
        log_file: Path | None = None,
        settings: dict[str, str] | None = None,
    ) -> None:
        self.data_dir = data_dir.absolute()
        self.log_file = log_file or self.data_dir / "postgres.log"
        self.settings = settings or {}
        self.is_temporary = False
        self._wanted_port = port
        self._cluster = Cluster(self.data_dir)
        self._lock = FolderLock(self.data_dir, "The PostgreSQL")
        self._process: ChildProcess | None = None

    @classmethod
    def temporary(cls, *, settings: dict[str, str] | None = None) -> Self:
        """Return a server, not yet started, whose data is deleted when it stops."""
        # Not under the caller's own temporary folder: that may be closed to the server's user.
        server = cls(Path(tempfile.mkdtemp(prefix="rapport-postgres-")), settings=settings)
        server.is_temporary = True
        return server

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()

    @property
    def dsn(self) -> str:
        """The URL of the database `rapport` as its owner."""
        return self.dsn_for(DATABASE)

    @property
    def superuser_dsn(self) -> str:
        """The URL of the database `rapport` as the superuser."""
        return self.dsn_for(DATABASE, is_superuser=True)

    def dsn_for(self, database: str, *, is_superuser: bool = False) -> str:
        """The URL of another database of this server."""
        keys = self._cluster.credentials
        user, password = (SUPERUSER, keys.superuser_password) if is_superuser else (ROLE, keys.password)
        return f"postgresql://{user}:{password}@{LOOPBACK}:{self.port}/{database}"

    @property
    def port(self) -> int:
        """The port on the loopback; known from the first start on."""
        port = self._cluster.credentials.port
        if port is None:
            raise StackError("PostgreSQL has no port before its first start.")
        return port

    @property
    def pid(self) -> int | None:
        """The postmaster's process id while it runs."""
        return self._process.pid if self._process and self._process.is_running else None

    @property
    def exit_code(self) -> int | None:
        """How the postmaster ended, negative for a signal; None while it runs."""
        return self._process.exit_code if self._process else None

    @property
    def is_running(self) -> bool:
        """Whether the server that this object started is alive."""
        return self.pid is not None

    def start(self) -> None:
        """Make the cluster if there is none, start it and wait until it takes connections."""
        if self.is_running:
            return
        self._lock.acquire()
        try:
            self._cluster.prepare(durable=not self.is_temporary)
            self._cluster.recover_from_leftovers()
            self._start_on_a_port()
            self._cluster.check_identity()
            self._cluster.create_database(ROLE, DATABASE)
            # Clients keep the address: after a crash it must be the same.
            self._wanted_port = self.port
        except BaseException:
            self.stop()
            raise
        if self.is_temporary:
            atexit.register(self.stop)

    def ask_to_stop(self) -> None:
        """Begin the shutdown that `stop` completes: clients are cut off, nothing is lost."""
        # SIGINT is PostgreSQL's fast shutdown; SIGTERM would wait for every client to leave.
        if self._process is not None:
            self._process.send(signal.SIGINT)

    def stop(self, seconds: float = STOP_SECONDS) -> None:
        """Stop the server within `seconds`, by force after that; leave nothing running."""
        if self._process is not None:
            if not self._process.stop(signal.SIGINT, seconds):
                self._cluster.wait_for_backends()
            self._process = None
        self._lock.release()
        if self.is_temporary:
            atexit.unregister(self.stop)
            shutil.rmtree(self.data_dir, ignore_errors=True)
            self._cluster = Cluster(self.data_dir)

    def kill(self) -> None:
        """End the server as a crash would (SIGKILL) and wait until its backends are gone."""
        if self._process is not None:
            self._process.kill_group()
            self._process = None
            self._cluster.wait_for_backends()
        self._lock.release()

    def query(self, sql: str, *, database: str = "postgres") -> str:
        """Run SQL as the superuser; return the rows as `psql -At` prints them."""
        return self._cluster.psql(sql, database=database)

    def _start_on_a_port(self) -> None:
        fixed = self._wanted_port
        if fixed is not None and not is_free(fixed):
            raise StackError(f"Port {fixed}, asked for by PostgreSQL, is taken: choose another.")
        port = fixed or keep_or_choose(self._cluster.credentials.port)
        for _ in range(START_ATTEMPTS):
            self._cluster.write_configuration(port, self.settings)
            if self._starts():
                return
            if fixed is not None or is_free(port):
                break
            port = free_port()
        reason = cluster_files.last_failure(self.log_file)
        raise StackError(f"PostgreSQL did not start: {reason} (log: {self.log_file}).")

    def _starts(self) -> bool:
        process = self._process = self._cluster.spawn(self.log_file)
        wait_until(lambda: not process.is_running or self._cluster.is_ready(process.pid), START_SECONDS)
        if process.is_running and self._cluster.is_ready(process.pid):
            return True
        process.stop(signal.SIGQUIT, STOP_SECONDS)
        self._process = None
        return False
