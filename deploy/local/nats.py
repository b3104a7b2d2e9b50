"""One embedded NATS server with JetStream: configured, started, checked and stopped."""

import atexit
import contextlib
import json
import secrets
import shutil
import signal
import socket
import sysconfig
import tempfile
import urllib.request
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Self

from deploy.local.errors import StackError
from deploy.local.folder import FolderLock, write_private
from deploy.local.ports import LOOPBACK, is_free, keep_or_choose
from deploy.local.process import ChildProcess, last_lines, wait_until

SHARED_CONFIGURATION = Path(__file__).parent.parent / "nats" / "nats-server.conf"
USER = "rapport"
START_SECONDS = 60.0
STOP_SECONDS = 10.0
START_ATTEMPTS = 4
ANSWER_SECONDS = 2.0


@dataclass(frozen=True)
class Access:
    """What has to be kept to reach the server again."""

    password: str
    port: int | None = None
    monitor_port: int | None = None


class NatsServer:
    """A NATS server in `data_dir`, served on the loopback while it is started.

    Messages are on the disk before they are acknowledged (`sync_interval: always`). Clients sign in
    with the user and password in `url`. Start it from the main thread: on Linux it stops when the
    thread that started it ends.

    Errors: `StackError` with one sentence.
    """

    def __init__(
        self,
        data_dir: Path,
        *,
        port: int | None = None,
        log_file: Path | None = None,
        sync_interval: str = "always",
    ) -> None:
        self.data_dir = data_dir.absolute()
        self.log_file = log_file or self.data_dir / "nats.log"
        self.sync_interval = sync_interval
        self.is_temporary = False
        self._wanted_port = port
        self._server_name = ""
        self._lock = FolderLock(self.data_dir, "The NATS")
        self._process: ChildProcess | None = None

    @classmethod
    def temporary(cls) -> Self:
        """Return a server, not yet started, whose data is deleted when it stops."""
        server = cls(Path(tempfile.mkdtemp(prefix="rapport-nats-")))
        server.is_temporary = True
        return server

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()

    @property
    def url(self) -> str:
        """The URL for clients, with user and password."""
        access = self._access()
        return f"nats://{USER}:{access.password}@{LOOPBACK}:{access.port}"

    @property
    def monitor_url(self) -> str:
        """The URL under which `/varz`, `/jsz` and `/healthz` answer, on the loopback."""
        return f"http://{LOOPBACK}:{self._access().monitor_port}"

    @property
    def store_dir(self) -> Path:
        """The folder NATS keeps its streams in."""
        return self.data_dir / "jetstream"

    @property
    def pid(self) -> int | None:
        """The server's process id while it runs."""
        return self._process.pid if self._process and self._process.is_running else None

    @property
    def exit_code(self) -> int | None:
        """How the server ended, negative for a signal; None while it runs."""
        return self._process.exit_code if self._process else None

    @property
    def is_running(self) -> bool:
        """Whether the server that this object started is alive."""
        return self.pid is not None

    def start(self) -> None:
        """Start the server and wait until its streams are ready."""
        if self.is_running:
            return
        self._lock.acquire()
        try:
            self._start_on_ports()
        except BaseException:
            self.stop()
            raise
        if self.is_temporary:
            atexit.register(self.stop)

    def ask_to_stop(self) -> None:
        """Begin the shutdown that `stop` completes."""
        if self._process is not None:
            self._process.send(signal.SIGTERM)

    def stop(self, seconds: float = STOP_SECONDS) -> None:
        """Stop the server within `seconds`; what it acknowledged stays in its folder."""
        if self._process is not None:
            self._process.stop(signal.SIGTERM, seconds)
            self._process = None
        self._lock.release()
        if self.is_temporary:
            atexit.unregister(self.stop)
            shutil.rmtree(self.data_dir, ignore_errors=True)

    def kill(self) -> None:
        """End the server as a crash would (SIGKILL)."""
        if self._process is not None:
            self._process.kill_group()
            self._process = None
        self._lock.release()

    def monitor(self, path: str) -> dict[str, Any]:
        """Return what the monitoring port says, for example for `/varz`."""
        # Our own http address on the loopback.
        with urllib.request.urlopen(self.monitor_url + path, timeout=ANSWER_SECONDS) as answer:  # noqa: S310
            body: dict[str, Any] = json.load(answer)
        return body

    def _start_on_ports(self) -> None:
        for _ in range(START_ATTEMPTS):
            access = self._choose_ports()
            self._write_configuration(access)
            process = self._process = ChildProcess(
                [str(_binary()), "--config", str(self.data_dir / "nats.conf")],
                log_file=self.log_file,
            )
            if self._comes_up(process):
                self._check_identity(access)
                # Clients keep the address: after a crash it must be the same.
                self._wanted_port = access.port
                return
            process.stop(signal.SIGTERM, STOP_SECONDS)
            if self._wanted_port or (is_free(access.port) and is_free(access.monitor_port)):
                break
        reason = (last_lines(self.log_file, 1) or ["its log is empty"])[0]
        raise StackError(f"NATS did not start: {reason} (log: {self.log_file}).")

    def _comes_up(self, process: ChildProcess) -> bool:
        wait_until(lambda: not process.is_running or self._is_ready(), START_SECONDS)
        return process.is_running and self._is_ready()

    def _choose_ports(self) -> "_Ports":
        kept = self._access()
        if self._wanted_port is not None and not is_free(self._wanted_port):
            raise StackError(f"Port {self._wanted_port}, asked for by NATS, is taken: choose another.")
        port = self._wanted_port or keep_or_choose(kept.port)
        monitor_port = keep_or_choose(kept.monitor_port)
        self._keep(Access(kept.password, port, monitor_port))
        return _Ports(port, monitor_port)

    def _write_configuration(self, ports: "_Ports") -> None:
        self._server_name = f"rapport-{secrets.token_hex(8)}"
        shared = SHARED_CONFIGURATION.read_text()
        lines = [
            f"listen: {LOOPBACK}:{ports.port}",
            f"http: {LOOPBACK}:{ports.monitor_port}",
            f"server_name: {self._server_name}",
            f"RAPPORT_STORE: {json.dumps(str(self.data_dir))}",
            f"RAPPORT_SYNC: {json.dumps(self.sync_interval)}",
            f'authorization {{ user: {USER}, password: "{self._access().password}" }}',
            shared,
        ]
        write_private(self.data_dir / "nats.conf", "\n".join(lines))

    def _is_ready(self) -> bool:
        # Another server may answer on a port that was taken from us: the name is new at each start.
        with contextlib.suppress(OSError, ValueError):
            if self.monitor("/varz").get("server_name") == self._server_name:
                return self.monitor("/healthz").get("status") == "ok"
        return False

    def _check_identity(self, ports: "_Ports") -> None:
        with socket.create_connection((LOOPBACK, ports.port), ANSWER_SECONDS) as client:
            greeting = client.makefile("rb").readline().decode()
        server_id = json.loads(greeting.removeprefix("INFO ")).get("server_id")
        if server_id != self.monitor("/varz").get("server_id"):
            raise StackError(f"The NATS on port {ports.port} is not the one just started.")

    def _access(self) -> Access:
        file = self.data_dir / "access.json"
        if file.exists():
            return Access(**json.loads(file.read_text()))
        access = Access(secrets.token_hex(24))
        self._keep(access)
        return access

    def _keep(self, access: Access) -> None:
        write_private(self.data_dir / "access.json", json.dumps(asdict(access)))


@dataclass(frozen=True)
class _Ports:
    port: int
    monitor_port: int


def _binary() -> Path:
    path = Path(sysconfig.get_path("scripts")) / "nats-server"
    if not path.exists():
        raise StackError("NATS is not installed here: run `make` first, or set NATS_URL.")
    return path
