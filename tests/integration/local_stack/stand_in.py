"""The local stack with stand-ins for Rapport's own processes: engines, Caddy and mailbox are real.

Run as a program it behaves like `python -m deploy.local`. `STAND_IN_PATIENCE` makes the API ignore
SIGTERM; `STAND_IN_MIGRATION` is the exit code of the migration.
"""

import http.server
import os
import signal
import sys
import time
from collections.abc import Mapping
from dataclasses import replace

from deploy.local.__main__ import main
from deploy.local.product import Launch, Product, rapport

LARGE = "x" * 5000
MODULE = "tests.integration.local_stack.stand_in"


def compose(launch: Launch, inherited: Mapping[str, str]) -> Product:
    """Replace the commands of the API, the worker, the notifier, the migration and the demo."""
    product = rapport(launch, inherited)
    commands = {
        "api": _command("api", str(launch.api_port)),
        "worker": _command("sleep"),
        "notifier": _command("sleep"),
    }
    services = [replace(s, command=commands.get(s.name, s.command)) for s in product.services]
    return replace(
        product,
        migration=_command("migrate"),
        services=services,
        demo=_command("demo") if product.demo else None,
    )


class _Answer(http.server.BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        """Answer everything with 200 and what the environment says under the last part of the path."""
        name = self.path.rpartition("/")[2]
        body = (LARGE if name in {"large", "stream"} else os.environ.get(name, "ok")).encode()
        self.send_response(200)
        self.send_header("Content-Type", "text/event-stream" if name == "stream" else "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.send_header("X-Asked", self.path)
        if name == "own-policy":
            self.send_header("Content-Security-Policy", "sandbox")
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Say nothing."""


def _command(*arguments: str) -> list[str]:
    return [sys.executable, "-m", MODULE, *arguments]


def _act(part: str, arguments: list[str]) -> None:
    if part == "api":
        if os.environ.get("STAND_IN_PATIENCE"):
            signal.signal(signal.SIGTERM, signal.SIG_IGN)
        http.server.ThreadingHTTPServer(("127.0.0.1", int(arguments[0])), _Answer).serve_forever()
    elif part == "sleep":
        time.sleep(600)
    elif part == "migrate":
        code = int(os.environ.get("STAND_IN_MIGRATION", "0"))
        if code:
            sys.stderr.write("Migration 0007 needs an empty table.\n")
        sys.exit(code)
    elif part == "demo":
        sys.stdout.write('{"event": "a log line"}\n')
        sys.stdout.write("Demo: sign in as demo@rapport.example with the password from-the-loader\n")


if __name__ == "__main__":
    if sys.argv[1:]:
        _act(sys.argv[1], sys.argv[2:])
    else:
        sys.exit(main(["--stop-with-parent"], compose=compose, frontend=None))
