"""The whole product as `make run` starts it, for a browser to use."""

import hashlib
import hmac
import os
import re
import signal
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from uuid import uuid4

import httpx2

from deploy.local.ports import free_port
from deploy.local.process import wait_until

ROOT = Path(__file__).resolve().parents[2]
START_SECONDS = 120.0
STOP_SECONDS = 30.0
READY = "Rapport is ready: "
DEMO_EMAIL = re.compile(r"Demo sign-in: (\S+)")
DEMO_PASSWORD = re.compile(r"Demo password: (\S+)")


@dataclass
class Product:
    """A running instance with its demo sign-in."""

    url: str
    data_dir: Path
    lines: list[str] = field(default_factory=list)

    def printed(self, pattern: re.Pattern[str]) -> str:
        """The first group of the first printed line that matches."""
        for line in self.lines:
            if found := pattern.search(line):
                return found[1]
        raise AssertionError(f"not printed: {pattern.pattern}\n" + "\n".join(self.lines))

    @property
    def demo(self) -> tuple[str, str]:
        """Address and password of the demo's owner."""
        return self.printed(DEMO_EMAIL), self.printed(DEMO_PASSWORD)

    @contextmanager
    def signed_in(self, email: str, password: str) -> Iterator[httpx2.Client]:
        """A client of the API for what a test prepares behind the browser's back."""
        with httpx2.Client(base_url=f"{self.url}/api/v1", timeout=10) as client:
            answer = client.post("/auth/token", data={"username": email, "password": password})
            assert answer.status_code == 200, answer.text
            client.headers["Authorization"] = f"Bearer {answer.json()['access_token']}"
            yield client

    def register(self, password: str) -> str:
        """Somebody with a workspace of their own, Berg Consulting; the address they sign in with."""
        address = f"olga-{uuid4().hex[:8]}@people.example"
        body = {"email": address, "password": password, "name": "Olga Berg", "workspace_name": "Berg Consulting"}
        answer = httpx2.post(f"{self.url}/api/v1/auth/register", json=body, timeout=10)
        assert answer.status_code == 201, answer.text
        return address

    def post_mail(self, source: dict[str, Any], mail: bytes) -> httpx2.Response:
        """Deliver a mail to an inbound source, signed."""
        signature = hmac.new(source["secret"].encode(), mail, hashlib.sha256).hexdigest()
        headers = {"Content-Type": "message/rfc822", "X-Rapport-Signature": signature}
        return httpx2.post(self.url + source["url"], content=mail, headers=headers, timeout=10)


@contextmanager
def running_product(**settings: str) -> Iterator[Product]:
    """Start an instance on a free port with an empty data directory; stop it and see that it ends cleanly."""
    with tempfile.TemporaryDirectory(prefix="rapport-browser-") as folder:
        port = free_port()
        product = Product(f"http://127.0.0.1:{port}", Path(folder))
        kept = {name: value for name, value in os.environ.items() if not name.endswith("_URL") and name != "SECRET_KEY"}
        started = subprocess.Popen(
            [sys.executable, "-m", "deploy.local"],
            cwd=ROOT,
            env={**kept, "PORT": str(port), "DATA_DIR": folder, "DEMO": "1", **settings},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            start_new_session=True,
        )
        reader = threading.Thread(target=_read, args=(started, product.lines), daemon=True)
        reader.start()
        try:
            is_ready = wait_until(lambda: started.poll() is not None or _has(product.lines), START_SECONDS)
            assert is_ready, "\n".join(product.lines)
            assert started.poll() is None, "\n".join(product.lines)
            yield product
        finally:
            started.send_signal(signal.SIGTERM)
            status = started.wait(STOP_SECONDS)
            reader.join(5)
            if started.stdout is not None:
                started.stdout.close()
        assert status == 0, "\n".join(product.lines)


def _has(lines: list[str]) -> bool:
    return any(line.startswith(READY) for line in lines)


def _read(started: subprocess.Popen[str], lines: list[str]) -> None:
    assert started.stdout is not None
    for line in started.stdout:
        lines.append(line.rstrip())
