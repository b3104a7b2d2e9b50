"""Posting into a running product from a terminal, as a provider does: what mails and survey answers have in common."""

import json
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from http.client import HTTPConnection, HTTPException, HTTPResponse, HTTPSConnection
from pathlib import Path
from typing import Any, Self
from urllib.parse import urlencode, urlsplit

from deploy.local.errors import StackError
from deploy.local.folder import write_private
from deploy.local.running import RunningStack
from deploy.local.settings import read_settings

PATIENCE_SECONDS = 30.0
LOOK_EVERY_SECONDS = 0.1
JSON = {"Content-Type": "application/json"}
SAY_WHO = "Say who posts with RAPPORT_EMAIL and RAPPORT_PASSWORD."


@dataclass(frozen=True)
class Source:
    """What an inbound source is made of, and the file in DATA_DIR that keeps its address and secret."""

    kind: str
    provider: str
    name: str
    kept_in: str


@dataclass
class Product:
    """A running product, and our sign-in to it."""

    url: str
    email: str
    data_dir: Path
    token: str = ""
    _customers: dict[str, str] = field(default_factory=dict)

    @classmethod
    def sign_in(cls, environment: Mapping[str, str]) -> Self:
        """Sign in with RAPPORT_EMAIL and RAPPORT_PASSWORD, else with the demo's account.

        Raises:
            StackError: nothing runs there, or the sign-in is wrong.
        """
        url = environment.get("RAPPORT_URL") or RunningStack.find(environment).url
        data_dir = read_settings(environment).data_dir
        email, password = _credentials(environment, data_dir)
        product = cls(url.rstrip("/"), email, data_dir)
        form = urlencode({"username": email, "password": password}).encode()
        status, answer = product.call(
            "POST", "/auth/token", form, {"Content-Type": "application/x-www-form-urlencoded"}
        )
        if status != 200:
            way_on = "" if "RAPPORT_EMAIL" in environment else f" {SAY_WHO}"
            raise StackError(f"{url} does not let {email} in: {answer.get('detail', status)}{way_on}")
        product.token = answer["access_token"]
        return product

    def source(self, wanted: Source) -> dict[str, Any]:
        """The address to post to: the one of last time, or a new one, which is kept.

        Raises:
            StackError: there is none, and we may not make one.
        """
        name, kept_in = f"{self.url} {self.email}", self.data_dir / wanted.kept_in
        known = _kept(kept_in)
        if name in known and self.call("GET", f"/inbound-sources/{known[name]['id']}")[0] == 200:
            kept: dict[str, Any] = known[name]
            return kept
        body = json.dumps({"kind": wanted.kind, "provider": wanted.provider, "name": wanted.name}).encode()
        status, source = self.call("POST", "/inbound-sources", body, JSON)
        if status != 201:
            raise StackError(f"{self.email} cannot make an inbound source: {source.get('detail', status)}")
        chosen = {key: source[key] for key in ("id", "url", "secret")}
        write_private(kept_in, json.dumps({**known, name: chosen}))
        return chosen

    def post(self, source: Mapping[str, Any], body: bytes, headers: Mapping[str, str]) -> dict[str, Any] | None:
        """Post one body and wait until it was read; what became of it, or None, said aloud, when it was refused."""
        status, receipt = self.call("POST", source["url"].removeprefix("/api/v1"), body, headers)
        if status not in (200, 202):
            print(f"  refused: {receipt.get('detail', status)}")
            return None
        deadline = time.monotonic() + PATIENCE_SECONDS
        while True:
            _, message = self.call("GET", f"/inbound-messages/{receipt['id']}")
            if message.get("status") != "received" or time.monotonic() > deadline:
                return message
            time.sleep(LOOK_EVERY_SECONDS)

    def customer(self, customer_id: str) -> str:
        """A customer's name."""
        if customer_id not in self._customers:
            self._customers[customer_id] = self.call("GET", f"/customers/{customer_id}")[1].get("name", customer_id)
        return self._customers[customer_id]

    def call(
        self, method: str, path: str, body: bytes | None = None, headers: Mapping[str, str] | None = None
    ) -> tuple[int, dict[str, Any]]:
        """One request to the API; its status and its JSON.

        Raises:
            StackError: nothing answers there.
        """
        parts = urlsplit(self.url)
        kind = HTTPSConnection if parts.scheme == "https" else HTTPConnection
        connection = kind(parts.netloc, timeout=60)
        bearer = {"Authorization": f"Bearer {self.token}"} if self.token else {}
        try:
            connection.request(method, f"{parts.path}/api/v1{path}", body, {**bearer, **(headers or {})})
            return _json(connection.getresponse())
        except (OSError, HTTPException) as error:
            raise StackError(f"Rapport does not answer at {self.url}: {error}. Start it with `make run`.") from None
        finally:
            connection.close()


def nothing_came(message: Mapping[str, Any]) -> str:
    """What to say of a request that became neither mail nor answer."""
    return f"{message.get('status', 'lost')}: {message.get('reason') or 'it waits for the worker'}"


def _credentials(environment: Mapping[str, str], data_dir: Path) -> tuple[str, str]:
    email, password = environment.get("RAPPORT_EMAIL"), environment.get("RAPPORT_PASSWORD")
    if email and password:
        return email, password
    demo = _kept(data_dir / "demo.json")
    if "email" not in demo or "password" not in demo:
        raise StackError(f"There is no demo sign-in here. {SAY_WHO}")
    return demo["email"], demo["password"]


def _kept(file: Path) -> dict[str, Any]:
    try:
        kept: dict[str, Any] = json.loads(file.read_text())
    except (OSError, ValueError):
        return {}
    return kept


def _json(response: HTTPResponse) -> tuple[int, dict[str, Any]]:
    try:
        answer = json.loads(response.read() or b"{}")
    except ValueError:
        answer = {}
    return response.status, answer if isinstance(answer, dict) else {}
