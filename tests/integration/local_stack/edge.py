"""The edge as it is in production, before an API of a test's choice."""

import http.client
import os
import signal
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from deploy.local.ports import free_port, is_free
from deploy.local.process import ChildProcess, wait_until
from deploy.local.product import CADDYFILE, ROOT
from tests.integration.local_stack.stand_in import MODULE

STAND_IN: Final = ("-m", MODULE, "api")

Answer = tuple[int, http.client.HTTPMessage, bytes]


class Edge:
    """A Caddy before an API that listens on the port it is given, over a small built frontend."""

    def __init__(self, folder: Path, config: Path = CADDYFILE, api: Sequence[str] = STAND_IN) -> None:
        self.port, self.api_port = free_port(), free_port()
        self.log = folder / "caddy.log"
        self.api = ChildProcess([sys.executable, *api, str(self.api_port)], log_file=folder / "api.log", cwd=ROOT)
        self.caddy = ChildProcess(
            [str(Path(sys.prefix) / "bin" / "caddy"), "run", "--config", str(config), "--adapter", "caddyfile"],
            log_file=self.log,
            env={
                "PATH": os.environ["PATH"],
                "HOME": str(folder),
                "XDG_DATA_HOME": str(folder),
                "RAPPORT_CADDY_DATA": str(folder),
                "RAPPORT_SITE": f"http://:{self.port}",
                "RAPPORT_API": f"127.0.0.1:{self.api_port}",
                "RAPPORT_FRONTEND": str(folder / "dist"),
                "METRICS_TOKEN": "metrics-token",
            },
        )
        assert wait_until(lambda: not is_free(self.port) and not is_free(self.api_port), 15)

    def ask(self, path: str, method: str = "GET", **headers: str) -> Answer:
        """Send one request as it is, without undoing compression."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=10)
        connection.request(method, path, headers={name.replace("_", "-"): value for name, value in headers.items()})
        response = connection.getresponse()
        body = response.read()
        connection.close()
        return response.status, response.headers, body

    def stop(self) -> None:
        """End both."""
        for process in (self.caddy, self.api):
            process.stop(signal.SIGTERM, 5)
