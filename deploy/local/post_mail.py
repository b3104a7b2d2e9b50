"""`make post-mail FILE=...`: post a real mail, or a whole mailbox, into a running product and say where it went."""

import hashlib
import hmac
import json
import mailbox
import os
import sys
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from http.client import HTTPConnection, HTTPException, HTTPResponse, HTTPSConnection
from pathlib import Path
from typing import Any, Self
from urllib.parse import urlencode, urlsplit

from deploy.local.errors import StackError
from deploy.local.folder import write_private
from deploy.local.running import RunningStack
from deploy.local.settings import read_settings

SOURCE_NAME = "Posted from the terminal"
KEPT = "post-mail.json"
PATIENCE_SECONDS = 30.0
LOOK_EVERY_SECONDS = 0.1


def main() -> int:
    """Post every mail of the file named on the command line; 0 when all of them were taken in."""
    if len(sys.argv) != 2:
        print("Say which mail to post: make post-mail FILE=thread.mbox", file=sys.stderr)
        return 2
    try:
        mails = list(read_mails(Path(sys.argv[1])))
        product = Product.sign_in(os.environ)
        source = product.source(read_settings(os.environ).data_dir / KEPT)
        outcomes = [product.deliver(source, mail) for mail in mails]
    except StackError as error:
        print(error, file=sys.stderr)
        return 1
    return 0 if outcomes and all(outcomes) else 1


def read_mails(file: Path) -> Iterator[bytes]:
    """The mails of an `.mbox` (its messages begin with a `From ` line), or the one of an `.eml`.

    Raises:
        StackError: the file cannot be read, or is empty.
    """
    try:
        beginning = file.read_bytes()[:5]
        if beginning != b"From ":
            yield file.read_bytes()
            return
        box = mailbox.mbox(file, create=False)
        for key in box.iterkeys():
            yield box.get_bytes(key)
    except OSError as error:
        raise StackError(f"{file} cannot be read: {error.strerror or error}.") from None


@dataclass
class Product:
    """A running product, and our sign-in to it."""

    url: str
    email: str
    token: str = ""
    _customers: dict[str, str] = field(default_factory=dict)

    @classmethod
    def sign_in(cls, environment: Mapping[str, str]) -> Self:
        """Sign in with RAPPORT_EMAIL and RAPPORT_PASSWORD, else with the demo's account.

        Raises:
            StackError: nothing runs there, or the sign-in is wrong.
        """
        url = environment.get("RAPPORT_URL") or RunningStack.find(environment).url
        email, password = _credentials(environment)
        product = cls(url.rstrip("/"), email)
        form = urlencode({"username": email, "password": password}).encode()
        status, answer = product.call(
            "POST", "/auth/token", form, {"Content-Type": "application/x-www-form-urlencoded"}
        )
        if status != 200:
            raise StackError(f"{url} does not let {email} in: {answer.get('detail', status)}")
        product.token = answer["access_token"]
        return product

    def source(self, kept_in: Path) -> dict[str, Any]:
        """The address to post to: the one of last time, or a new one, which is kept."""
        name = f"{self.url} {self.email}"
        known = _kept(kept_in)
        if name in known and self.call("GET", f"/inbound-sources/{known[name]['id']}")[0] == 200:
            kept: dict[str, Any] = known[name]
            return kept
        wanted = json.dumps({"kind": "email", "provider": "raw", "name": SOURCE_NAME}).encode()
        status, source = self.call("POST", "/inbound-sources", wanted, {"Content-Type": "application/json"})
        if status != 201:
            raise StackError(f"{self.email} cannot make an inbound source: {source.get('detail', status)}")
        chosen = {key: source[key] for key in ("id", "url", "secret")}
        write_private(kept_in, json.dumps({**known, name: chosen}))
        return chosen

    def deliver(self, source: Mapping[str, Any], mail: bytes) -> bool:
        """Post one mail, wait until it was read, and print what became of it."""
        proof = hmac.new(source["secret"].encode(), mail, hashlib.sha256).hexdigest()
        headers = {"Content-Type": "message/rfc822", "X-Rapport-Signature": proof}
        status, receipt = self.call("POST", source["url"].removeprefix("/api/v1"), mail, headers)
        if status not in (200, 202):
            print(f"  refused: {receipt.get('detail', status)}")
            return False
        message = self._read(receipt["id"])
        for line in self._told(message):
            print(f"  {line}")
        return message["status"] in ("processed", "unmatched")

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

    def _read(self, message_id: str) -> dict[str, Any]:
        deadline = time.monotonic() + PATIENCE_SECONDS
        while True:
            _, message = self.call("GET", f"/inbound-messages/{message_id}")
            if message.get("status") != "received" or time.monotonic() > deadline:
                return message
            time.sleep(LOOK_EVERY_SECONDS)

    def _told(self, message: Mapping[str, Any]) -> Iterator[str]:
        for mail in message.get("mails", []):
            subject = mail["subject"] or "(no subject)"
            sender = mail["from_name"] or mail["from_address"] or "somebody"
            if mail["customer_id"]:
                link = f"{self.url}/customers/{mail['customer_id']}"
                yield f"{sender}: {subject}  ->  {self._customer(mail['customer_id'])}  {link}"
            else:
                yield f"{sender}: {subject}  ->  unmatched ({message['reason']})  {self.url}/inbound"
        if not message.get("mails"):
            yield f"{message.get('status', 'lost')}: {message.get('reason') or 'it waits for the worker'}"

    def _customer(self, customer_id: str) -> str:
        if customer_id not in self._customers:
            self._customers[customer_id] = self.call("GET", f"/customers/{customer_id}")[1].get("name", customer_id)
        return self._customers[customer_id]


def _credentials(environment: Mapping[str, str]) -> tuple[str, str]:
    email, password = environment.get("RAPPORT_EMAIL"), environment.get("RAPPORT_PASSWORD")
    if email and password:
        return email, password
    demo = _kept(read_settings(environment).data_dir / "demo.json")
    if "email" not in demo or "password" not in demo:
        raise StackError("There is no demo sign-in here: say who posts with RAPPORT_EMAIL and RAPPORT_PASSWORD.")
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


if __name__ == "__main__":
    sys.exit(main())
