"""Standard Webhooks: what a signature is worth."""

import base64
import hashlib
import hmac
from datetime import UTC, datetime, timedelta

import pytest

from services.api.integrations.providers.generic import GenericProvider
from services.api.integrations.providers.port import Credentials, Freshness, Posted
from services.api.integrations.providers.standard_webhooks import key_of, new_standard_secret, verify_standard

SECRET = "whsec_" + base64.b64encode(b"a key that nobody can guess today").decode()
BODY = b'{"type": "survey_response"}'
SIGNED_AT = 1_780_000_000
MOMENT = datetime.fromtimestamp(SIGNED_AT, UTC)


def signature(body: bytes = BODY, *, secret: str = SECRET, at: int = SIGNED_AT, version: str = "v1") -> str:
    key = base64.b64decode(secret.removeprefix("whsec_"))
    digest = hmac.new(key, f"msg_1.{at}.".encode() + body, hashlib.sha256).digest()
    return f"{version},{base64.b64encode(digest).decode()}"


def is_good(
    signed: str | None, *, body: bytes = BODY, at: object = SIGNED_AT, secret: str | None = SECRET, minutes: float = 0
) -> bool:
    headers = {"webhook-id": "msg_1", "webhook-timestamp": str(at)}
    headers |= {"webhook-signature": signed} if signed is not None else {}
    freshness = Freshness(MOMENT + timedelta(minutes=minutes), timedelta(minutes=5))
    return verify_standard(Posted(body, headers), secret, freshness).is_good


def test_the_hmac_of_id_time_and_body_is_good_with_and_without_the_prefix_of_the_secret() -> None:
    assert is_good(signature())
    assert is_good(signature(), secret=SECRET.removeprefix("whsec_"))


def test_one_of_several_signatures_is_enough_and_unknown_versions_are_skipped() -> None:
    wrong = signature(b"something else")
    assert is_good(f"{wrong} {signature(version='v1a')} {signature()}")
    assert not is_good(f"{wrong} {signature(version='v2')}")


@pytest.mark.parametrize("signed", [None, "", "v1", "v1,", "v1,!!!", "v1,YQ==", signature()[:-4], signature()[3:]])
def test_anything_else_is_bad(signed: str | None) -> None:
    assert not is_good(signed)


def test_a_changed_body_or_time_is_bad() -> None:
    assert not is_good(signature(), body=BODY + b" ")
    assert not is_good(signature(), at=SIGNED_AT + 1)


@pytest.mark.parametrize("minutes", [5.1, -5.1])
def test_it_must_not_be_far_from_now_in_either_direction(minutes: float) -> None:
    assert not is_good(signature(), minutes=minutes)
    assert is_good(signature(), minutes=minutes * 0.9)


@pytest.mark.parametrize("at", ["", "soon", "-1", "1.5", "9" * 40, "²"])
def test_a_time_that_is_none_is_bad(at: str) -> None:
    assert not is_good(signature(), at=at)


@pytest.mark.parametrize("secret", [None, "", "whsec_", "whsec_!!!"])
def test_a_secret_that_holds_no_key_guards_nothing(secret: str | None) -> None:
    empty = hmac.new(b"", f"msg_1.{SIGNED_AT}.".encode() + BODY, hashlib.sha256).digest()
    assert not is_good(f"v1,{base64.b64encode(empty).decode()}", secret=secret)
    assert not GenericProvider().is_guarded(Credentials(secret))


def test_a_made_secret_is_written_as_the_specification_says() -> None:
    first, second = new_standard_secret(), new_standard_secret()
    assert first.startswith("whsec_")
    assert first != second
    assert len(key_of(first)) == 32
