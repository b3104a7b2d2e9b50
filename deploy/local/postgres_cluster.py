"""The files of one PostgreSQL cluster: making, configuring and recovering it."""

import contextlib
import json
import os
import secrets
import shutil
import signal
import subprocess
import sys
from dataclasses import asdict, dataclass, replace
from pathlib import Path

from deploy.local.errors import StackError
from deploy.local.folder import write_private
from deploy.local.ports import LOOPBACK
from deploy.local.postgres_binaries import binaries, can_enter, server_account
from deploy.local.process import Account, ChildProcess, is_alive, last_lines, wait_until

SHARED_CONFIGURATION = Path(__file__).parent.parent / "postgres" / "postgresql.conf"
READY_LINE = 7
MEGABYTE = 1024 * 1024
LEFTOVER_SECONDS = 30.0
WORKING_DIRECTORY = "/proc/self/cwd"


@dataclass(frozen=True)
class Credentials:
    """What has to be kept to reach the cluster again."""

    superuser_password: str
    password: str
    port: int | None = None


class Cluster:
    """The cluster in `data_dir`: `cluster/` is PGDATA, `credentials.json` what opens it."""

    def __init__(self, data_dir: Path) -> None:
        self.data_dir = data_dir
        self.pgdata = data_dir / "cluster"
        self._credentials_file = data_dir / "credentials.json"
        self._credentials: Credentials | None = None

    @property
    def credentials(self) -> Credentials:
        """The kept passwords and port; made on first use."""
        if self._credentials is None:
            if self._credentials_file.exists():
                self._credentials = Credentials(**json.loads(self._credentials_file.read_text()))
            else:
                self._keep(Credentials(secrets.token_hex(24), secrets.token_hex(24)))
        assert self._credentials is not None
        return self._credentials

    def prepare(self, *, durable: bool) -> None:
        """Make the cluster unless it is there: C.UTF-8 order, checksums, passwords over TCP."""
        if (self.pgdata / "PG_VERSION").exists():
            return
        # What an interrupted initdb left has no PG_VERSION at its top, and no data either.
        shutil.rmtree(self.pgdata, ignore_errors=True)
        self.pgdata.mkdir(mode=0o700)
        account = server_account()
        if account:
            os.chown(self.pgdata, account.uid, account.gid)
        read_end, write_end = os.pipe()
        if account:
            os.chown(read_end, account.uid, account.gid)
        os.write(write_end, self.credentials.superuser_password.encode() + b"\n")
        os.close(write_end)
        command = [str(binaries() / "initdb"), "-D", self._location(account), *_initdb_options()]
        command += [] if durable else ["--no-sync"]
        try:
            made = self._run([*command, f"--pwfile=/dev/fd/{read_end}"], account, read_end)
        finally:
            os.close(read_end)
        if made.returncode != 0:
            shutil.rmtree(self.pgdata, ignore_errors=True)
            reason = (made.stderr.strip().splitlines() or ["no reason given"])[-1]
            raise StackError(f"PostgreSQL could not make its data folder {self.pgdata}: {reason}.")

    def write_configuration(self, port: int, settings: dict[str, str]) -> None:
        """Write `postgresql.conf` for this start and keep the port."""
        lines = [
            SHARED_CONFIGURATION.read_text(),
            "# This machine.",
            f"listen_addresses = '{LOOPBACK}'",
            f"port = {port}",
            "unix_socket_directories = ''",
            *(f"{name} = '{value}'" for name, value in {**_memory_settings(), **settings}.items()),
        ]
        (self.pgdata / "postgresql.conf").write_text("\n".join(lines) + "\n")
        if self.credentials.port != port:
            self._keep(replace(self.credentials, port=port))

    def spawn(self, log_file: Path) -> ChildProcess:
        """Start the postmaster; it shuts down by itself when this process dies."""
        account = server_account()
        return ChildProcess(
            [str(binaries() / "postgres"), "-D", self._location(account)],
            log_file=log_file,
            cwd=self.pgdata,
            account=account,
            death_signal=signal.SIGINT,
        )

    def is_ready(self, pid: int) -> bool:
        """Say whether the postmaster with this id takes connections."""
        lines = self._pid_file_lines()
        return len(lines) > READY_LINE and lines[0] == str(pid) and lines[READY_LINE] == "ready"

    def recover_from_leftovers(self) -> None:
        """Stop a server that outlived its owner; forget a process id that means nothing now."""
        lines = self._pid_file_lines()
        if not lines:
            return
        pid = int(lines[0]) if lines[0].lstrip("-").isdigit() else 0
        if pid > 0 and self._is_ours(pid):
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, signal.SIGINT)
            if not wait_until(lambda: not is_alive(pid), LEFTOVER_SECONDS):
                raise StackError(f"An earlier PostgreSQL (process {pid}) does not stop: end it.")
        self.wait_for_backends()
        (self.pgdata / "postmaster.pid").unlink(missing_ok=True)

    def wait_for_backends(self) -> None:
        """Wait until no process works in the cluster any more; backends follow their postmaster."""
        if not wait_until(lambda: not self._processes(), LEFTOVER_SECONDS):
            raise StackError(f"PostgreSQL processes still use {self.pgdata}: end them.")

    def check_identity(self) -> None:
        """Refuse a server on our port that serves another folder than ours."""
        answer = self.psql("SHOW data_directory; SELECT pg_read_file('postmaster.pid')")
        directory, _, pid_file = answer.partition("\n")
        expected = self._location(server_account())
        if directory != expected or pid_file.split() != " ".join(self._pid_file_lines()).split():
            raise StackError(f"The PostgreSQL on port {self.credentials.port} serves {directory}, not {expected}.")

    def create_database(self, role: str, database: str) -> None:
        """Create the login role and its database where they are missing."""
        is_known = "SELECT count(*) FROM {table} WHERE {column} = '{name}'"
        known = self.psql(
            is_known.format(table="pg_roles", column="rolname", name=role)
            + ";"
            + is_known.format(table="pg_database", column="datname", name=database)
        ).split()
        if known[0] == "0":
            password = self.credentials.password
            self.psql(f"CREATE ROLE {role} LOGIN CREATEROLE CREATEDB PASSWORD '{password}'")
        if known[1] == "0":
            self.psql(f"CREATE DATABASE {database} OWNER {role}")

    def psql(self, sql: str, *, database: str = "postgres") -> str:
        """Run SQL as the superuser; return what `psql -At` prints."""
        keys = self.credentials
        target = f"host={LOOPBACK} port={keys.port} user=postgres dbname={database}"
        done = subprocess.run(
            [str(binaries() / "psql"), "-XAtq", "-v", "ON_ERROR_STOP=1", "-d", target],
            input=sql,
            env={"PGPASSWORD": keys.superuser_password, "PGCONNECT_TIMEOUT": "10"},
            capture_output=True,
            text=True,
            check=False,
        )
        if done.returncode != 0:
            raise StackError(f"PostgreSQL refused a statement: {done.stderr.strip()}")
        return done.stdout.strip()

    def _keep(self, credentials: Credentials) -> None:
        write_private(self._credentials_file, json.dumps(asdict(credentials)))
        self._credentials = credentials

    def _location(self, account: Account | None) -> str:
        if account is None or can_enter(self.pgdata, account):
            return str(self.pgdata)
        if sys.platform != "linux":
            raise StackError(f"PostgreSQL's user cannot reach {self.pgdata}: choose another folder.")
        # The folder lies under one its user may not enter (the home of root, say). PostgreSQL works
        # in its data folder, and this name of it needs no right on the way there.
        return WORKING_DIRECTORY

    def _run(self, command: list[str], account: Account | None, descriptor: int) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            command,
            cwd=self.pgdata,
            user=account.uid if account else None,
            group=account.gid if account else None,
            extra_groups=[] if account else None,
            pass_fds=(descriptor,),
            env={"PATH": os.environ.get("PATH", ""), "LC_ALL": "C", "TZ": "UTC"},
            capture_output=True,
            text=True,
            check=False,
        )

    def _pid_file_lines(self) -> list[str]:
        try:
            text = (self.pgdata / "postmaster.pid").read_text()
        except OSError:
            return []
        return [line.strip() for line in text.splitlines()]

    def _is_ours(self, pid: int) -> bool:
        if not is_alive(pid):
            return False
        return pid in self._processes() if sys.platform == "linux" else True

    def _processes(self) -> list[int]:
        found = []
        for entry in Path("/proc").glob("[0-9]*/cwd"):
            with contextlib.suppress(OSError):
                if entry.readlink() == self.pgdata.resolve():
                    found.append(int(entry.parent.name))
        return found


def last_failure(log_file: Path) -> str:
    """Return the reason PostgreSQL gave last in its log."""
    lines = last_lines(log_file, 20)
    reasons = [line.partition("FATAL:")[2].strip() for line in lines if "FATAL:" in line]
    return (reasons or lines or ["its log is empty"])[-1]


def _initdb_options() -> list[str]:
    return [
        "--username=postgres",
        "--auth=scram-sha-256",
        "--encoding=UTF8",
        "--locale-provider=builtin",
        "--builtin-locale=C.UTF-8",
        "--locale=C",
        "--data-checksums",
    ]


def _memory_settings() -> dict[str, str]:
    try:
        total = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") // MEGABYTE
    except (OSError, ValueError):
        total = 2048
    return {
        "shared_buffers": f"{min(1024, max(128, total // 8))}MB",
        "effective_cache_size": f"{max(256, total // 2)}MB",
        "maintenance_work_mem": f"{min(256, max(64, total // 32))}MB",
    }
