"""`raw`: what a signature is worth (R34)."""

import base64
import hashlib
import hmac
from datetime import timedelta

import pytest

from services.api.integrations.messages.domain import kept_headers
from services.api.integrations.providers.basic_auth import verify_basic_auth
from services.api.integrations.providers.port import Credentials, Freshness, Posted
from services.api.integrations.providers.raw import RawProvider
from services.api.integrations.sources.domain import new_token, workspace_of
from services.kit.clock import now
from services.kit.ids import new_id

pytestmark = pytest.mark.requirement("R34")

SECRET = "a secret that nobody guesses"
BODY = b"From: a@b.example\r\n\r\nHello"
FRESH = Freshness(now(), timedelta(minutes=5))
RIGHT = hmac.new(SECRET.encode(), BODY, hashlib.sha256).hexdigest()


def _verdict(signature: str | None, secret: str | None = SECRET, body: bytes = BODY) -> bool:
    headers = {} if signature is None else {"x-rapport-signature": signature}
    return RawProvider().verify(Posted(body, headers), Credentials(secret), FRESH).is_good


def test_the_hmac_of_the_body_is_good_in_either_case_of_its_letters() -> None:
    assert _verdict(RIGHT)
    assert _verdict(RIGHT.upper())
    assert _verdict(f" {RIGHT} ")


@pytest.mark.parametrize("signature", [None, "", RIGHT[:-1], RIGHT + "0", "0" * 64, "ä" * 64, f"sha256={RIGHT}"])
def test_anything_else_is_bad(signature: str | None) -> None:
    assert not _verdict(signature)


def test_one_changed_byte_makes_it_bad() -> None:
    assert not _verdict(RIGHT, body=BODY.replace(b"Hello", b"Hellp"))


@pytest.mark.parametrize("secret", [None, ""])
def test_without_a_secret_nothing_is_good(secret: str | None) -> None:
    empty = hmac.new(b"", BODY, hashlib.sha256).hexdigest()

    assert not _verdict(empty, secret)
    assert not RawProvider().is_guarded(Credentials(secret))


def test_a_source_that_demands_basic_authentication_takes_no_other() -> None:
    demanding = Credentials(SECRET, {"basic_auth": "mailer:a-long-password"})
    right = base64.b64encode(b"mailer:a-long-password").decode()

    assert verify_basic_auth(Posted(BODY, {"authorization": f"Basic {right}"}), demanding).is_good
    for header in ("", "Basic", "Basic !!", f"Bearer {right}", f"Basic {right[:-4]}"):
        assert not verify_basic_auth(Posted(BODY, {"authorization": header}), demanding).is_good
    assert verify_basic_auth(Posted(BODY, {}), Credentials(SECRET)).is_good


def test_an_address_names_its_workspace_and_cannot_be_guessed() -> None:
    workspace_id = new_id()
    first, second = new_token(workspace_id), new_token(workspace_id)

    assert first != second
    assert workspace_of(first) == workspace_id
    for broken in ("", first[:-1], first + "A", "ä" * 43, "!" * 43):
        assert workspace_of(broken) is None


def test_credentials_are_not_kept_beside_the_body() -> None:
    kept = kept_headers({"authorization": "Basic x", "cookie": "y", "x-rapport-signature": "z", "nul": "a\x00b"})

    assert kept == {"x-rapport-signature": "z", "nul": "ab"}
    assert len(kept_headers({f"x-{number}": "y" * 5_000 for number in range(500)})) == 60
