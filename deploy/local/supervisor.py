"""One process over all others: starts them in order, keeps them running, stops them in order."""

import json
import os
import shutil
import signal
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Mapping
from pathlib import Path
from types import FrameType

from deploy.local import preflight
from deploy.local.console import ending, say
from deploy.local.engines import Engines
from deploy.local.errors import StackError
from deploy.local.folder import FolderLock, write_private
from deploy.local.instance import Instance
from deploy.local.leftovers import end_leftovers, remember
from deploy.local.logs import trim
from deploy.local.migrated import Migrated
from deploy.local.one_off import OneOff
from deploy.local.product import Launch, Product
from deploy.local.settings import StackSettings
from deploy.local.supervised import Service, Supervised

TICK_SECONDS = 0.1
READY_SECONDS = 90.0
DEMO_SECONDS = 60.0
DEATHS_BEFORE_READY = 3
LOG_CHECK_SECONDS = 60.0
# The whole stop takes at most 25 s: the API ends its requests within 15.
SERVICES_STOP_SECONDS = 18.0
EDGE_STOP_SECONDS = 2.0
ENGINES_STOP_SECONDS = 4.5

Composition = Callable[[Launch, Mapping[str, str]], Product]


class StopRequested(BaseException):
    """SIGINT or SIGTERM arrived; raised wherever the main thread is."""


class Supervisor:
    """One start of the local stack, in the foreground."""

    def __init__(
        self,
        settings: StackSettings,
        compose: Composition,
        *,
        frontend: Path | None,
        is_reloading: bool = False,
    ) -> None:
        self._settings = settings
        self._compose = compose
        self._frontend = frontend
        self._is_reloading = is_reloading
        self._logs = settings.data_dir / "log"
        self._run = settings.data_dir / "run"
        self._lock = FolderLock(settings.data_dir, "Rapport")
        self._engines: Engines | None = None
        self._services: list[tuple[int, Service, Supervised]] = []
        self._demo: OneOff | None = None

    def run(self) -> int:
        """Run until a signal asks to stop; return 0.

        Raises:
            StackError: the stack cannot start; everything that was started is stopped again.
        """
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, _request_stop)
        try:
            self._prepare()
            self._start()
            self._watch()
        except StopRequested:
            say("Stopping Rapport.")
        finally:
            _ignore_signals()
            self._stop()
        say("Rapport has stopped.")
        return 0

    def _prepare(self) -> None:
        settings = self._settings
        preflight.check_data_dir(settings.data_dir)
        self._lock.acquire()
        for folder in (self._logs, self._run, self._run / "metrics"):
            folder.mkdir(mode=0o700, exist_ok=True)
        if end_leftovers(self._run / "processes.json"):
            say("Ended what an earlier start had left running.")
        preflight.check_port(settings)
        if self._frontend is not None and not self._is_reloading:
            preflight.check_frontend(self._frontend)
        if settings.database_url is not None:
            preflight.check_database(settings.database_url)
        shutil.rmtree(self._run / "metrics")
        (self._run / "metrics").mkdir(mode=0o700)
        trim(self._logs)

    def _start(self) -> None:
        self._engines = Engines(self._settings, self._logs, say)
        self._engines.start()
        launch = self._launch(self._engines)
        product = self._compose(launch, os.environ)
        self._write_run_file(product, launch)
        if product.migration:
            self._bring_up_to_date(product)
        for spec in product.services:
            log = self._logs / f"{spec.name}.log"
            service = Service(spec, log)
            supervised = Supervised(spec.title, service, log, say)
            self._services.append((spec.stage, service, supervised))
            supervised.start()
        self._remember()
        if product.demo:
            self._demo = OneOff("demo", product.demo, product.environment, self._logs)
        self._wait_until_ready(product.ready_url)
        self._wait_for_demo()
        say(f"Rapport is ready: {self._settings.local_url}")

    def _launch(self, engines: Engines) -> Launch:
        data_dir = self._settings.data_dir
        instance = Instance.open(self._settings)
        has_mailbox = self._settings.smtp_url is None
        return Launch(
            settings=self._settings,
            instance=instance.name,
            secret_key=instance.secret_key,
            database_url=engines.database_url,
            nats_url=engines.nats_url,
            api_port=instance.port_for("api", data_dir),
            mailbox_port=instance.port_for("mailbox", data_dir) if has_mailbox else None,
            is_reloading=self._is_reloading,
        )

    def _write_run_file(self, product: Product, launch: Launch) -> None:
        # For `make demo`, `make post-mail`, benchmarks and chaos runs beside the running product.
        own = {k: v for k, v in product.environment.items() if os.environ.get(k) != v}
        about = {
            "url": self._settings.local_url,
            "api_url": f"http://127.0.0.1:{launch.api_port}",
            "environment": own,
        }
        write_private(self._run / "stack.json", json.dumps(about, indent=1))

    def _bring_up_to_date(self, product: Product) -> None:
        # A database of the operator's own may have been restored behind our back: that one is asked every time.
        if self._settings.database_url is not None:
            self._migrate(product)
            return
        migrated = Migrated(self._settings.data_dir, self._run)
        if not migrated.is_current():
            self._migrate(product)
            migrated.remember()

    def _migrate(self, product: Product) -> None:
        assert product.migration is not None
        migration = OneOff("migrate", product.migration, product.environment, self._logs)
        code = migration.wait()
        if code != 0:
            raise StackError(
                f"The database could not be brought up to date ({ending(code)}): "
                f"{migration.last_line()} The log: {migration.log_file}"
            )

    def _wait_until_ready(self, url: str) -> None:
        deadline = time.monotonic() + READY_SECONDS
        while not _answers(url):
            self._tend()
            for _, _, service in self._services:
                if service.deaths >= DEATHS_BEFORE_READY:
                    raise StackError(_failure(service, "does not start"))
            if time.monotonic() > deadline:
                first = self._services[0][2]
                raise StackError(_failure(first, f"was not ready within {READY_SECONDS:.0f} s"))
            time.sleep(TICK_SECONDS / 2)

    def _wait_for_demo(self) -> None:
        # Its sign-in belongs before the ready line; a slow machine gets it later.
        deadline = time.monotonic() + DEMO_SECONDS
        while not self._demo_is_done() and time.monotonic() < deadline:
            self._tend()
            time.sleep(TICK_SECONDS / 2)

    def _demo_is_done(self) -> bool:
        demo = self._demo
        if demo is None:
            return True
        if demo.exit_code is None:
            return False
        self._demo = None
        for line in demo.said():
            say(line)
        if demo.exit_code != 0:
            say(f"The demo could not be loaded: {demo.last_line()} The log: {demo.log_file}")
        return True

    def _watch(self) -> None:
        next_log_check = time.monotonic() + LOG_CHECK_SECONDS
        while True:
            time.sleep(TICK_SECONDS)
            self._tend()
            self._demo_is_done()
            if time.monotonic() > next_log_check:
                trim(self._logs)
                next_log_check = time.monotonic() + LOG_CHECK_SECONDS

    def _tend(self) -> None:
        everything = [
            *(self._engines.supervised if self._engines else []),
            *(supervised for _, _, supervised in self._services),
        ]
        restarted = [each for each in everything if each.tend()]
        if restarted:
            self._remember()

    def _remember(self) -> None:
        pids = [service.pid for _, service, _ in self._services if service.pid]
        pids += self._engines.pids_to_end if self._engines else []
        remember(self._run / "processes.json", pids)

    def _stop(self) -> None:
        if not self._lock.is_held:
            # What runs on this DATA_DIR, if anything, belongs to another start.
            return
        for stage, seconds in ((0, SERVICES_STOP_SECONDS), (1, EDGE_STOP_SECONDS)):
            services = [service for at, service, _ in self._services if at == stage]
            if stage == 0 and self._demo is not None:
                self._demo.kill()
            for service in services:
                service.ask_to_stop()
            deadline = time.monotonic() + seconds
            for service in services:
                service.stop(max(0.0, deadline - time.monotonic()))
        if self._engines is not None:
            self._engines.stop(ENGINES_STOP_SECONDS)
        for name in ("processes.json", "stack.json"):
            (self._run / name).unlink(missing_ok=True)
        self._lock.release()


def _failure(service: Supervised, what: str) -> str:
    reason = (service.last_lines(1) or ["its log is empty."])[0]
    return f"{service.title} {what}: {reason} The log: {service.log_file}"


def _answers(url: str) -> bool:
    try:
        # Our own http address on the loopback.
        with urllib.request.urlopen(url, timeout=5) as answer:  # noqa: S310
            return bool(answer.status == 200)
    except (OSError, urllib.error.URLError, ValueError):
        return False


def _request_stop(_number: int, _frame: FrameType | None) -> None:
    _ignore_signals()
    raise StopRequested


def _ignore_signals() -> None:
    # A terminal and make both pass on Ctrl-C: the second must not cut the first one's stop short.
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, signal.SIG_IGN)
