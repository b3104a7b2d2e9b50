"""Several workers behind one address. The application is imported once and the workers are forked from it, so that a
second worker costs neither another second of start nor the memory of another copy.
"""

import argparse
import contextlib
import ctypes
import gc
import importlib
import os
import signal
import socket
import sys
import time
from collections.abc import Callable, Sequence
from types import FrameType

import uvicorn

from services.kit.settings import ConfigurationError, load_settings

APPLICATION = "services.api.main:create_app"
SIGNALS = (signal.SIGTERM, signal.SIGINT)
NEVER_STARTED = 3
# The number of the option in glibc's malloc.h; other C libraries have no such function.
M_MMAP_THRESHOLD = -3
LARGE_BLOCK_BYTES = 128 * 1024
RESTART_AFTER_SECONDS = 0.5


class Workers:
    """Keeps a number of forked workers alive until it is told to stop."""

    def __init__(self, work: Callable[[], bool], count: int) -> None:
        self._work, self._count = work, count
        self._pids: set[int] = set()
        self._is_stopping = False

    def run(self) -> int:
        """Serve until SIGTERM or SIGINT; 3 when a worker could not even start."""
        for number in SIGNALS:
            signal.signal(number, self._stop)
        for _ in range(self._count):
            self._fork()
        status = 0
        while self._pids:
            pid, ended = os.waitpid(-1, 0)
            if pid not in self._pids:
                continue
            self._pids.discard(pid)
            if os.waitstatus_to_exitcode(ended) == NEVER_STARTED:
                status = NEVER_STARTED
                self._stop(signal.SIGTERM, None)
            elif not self._is_stopping:
                time.sleep(RESTART_AFTER_SECONDS)
                self._fork()
        return status

    def _stop(self, number: int, _frame: FrameType | None) -> None:
        self._is_stopping = True
        for pid in self._pids:
            os.kill(pid, number)

    def _fork(self) -> None:
        if self._is_stopping:
            return
        pid = os.fork()
        if pid:
            self._pids.add(pid)
            return
        for number in SIGNALS:
            signal.signal(number, signal.SIG_DFL)
        has_started = False
        try:
            has_started = self._work()
        finally:
            sys.stdout.flush()
            sys.stderr.flush()
            os._exit(0 if has_started else NEVER_STARTED)


def main(arguments: Sequence[str] | None = None) -> int:
    """Bind, import, fork; 2 for a wrong setting."""
    given = _arguments(arguments)
    try:
        load_settings()
    except ConfigurationError as error:
        sys.stderr.write(f"The API cannot start: {error}\n")
        return 2
    _return_large_memory()
    config = _configuration(given)
    listener = config.bind_socket()
    importlib.import_module(given.application.partition(":")[0])
    # What was imported stays out of the collector's way, and so shared between the workers.
    gc.collect()
    gc.freeze()
    return Workers(lambda: _serve(given, listener), given.workers).run()


def _return_large_memory() -> None:
    """Have blocks of the size of a large body returned to the system as soon as they are free.

    glibc takes the first freed ones for a sign that it had better keep their like, and so keeps them for ever.
    """
    with contextlib.suppress(OSError, AttributeError):
        ctypes.CDLL(None).mallopt(M_MMAP_THRESHOLD, LARGE_BLOCK_BYTES)


def _serve(given: argparse.Namespace, listener: socket.socket) -> bool:
    server = uvicorn.Server(_configuration(given))
    server.run(sockets=[listener])
    return server.started


def _configuration(given: argparse.Namespace) -> uvicorn.Config:
    return uvicorn.Config(
        given.application,
        factory=True,
        host=given.host,
        port=given.port,
        loop="uvloop",
        http="httptools",
        server_header=False,
        access_log=False,
        limit_concurrency=512,
        backlog=1024,
        timeout_keep_alive=5,
        timeout_graceful_shutdown=15,
        h11_max_incomplete_event_size=16384,
        proxy_headers=True,
        forwarded_allow_ips=given.proxy,
    )


def _arguments(given: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m services.api", description=__doc__)
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int, default=8001)
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--proxy", default="127.0.0.1", help="whose X-Forwarded-For is believed")
    parser.add_argument("--application", default=APPLICATION, help="a factory, as module:function")
    return parser.parse_args(given)
