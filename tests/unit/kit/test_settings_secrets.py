"""A process with a weak SECRET_KEY does not start (R27)."""

import pytest

from services.kit.settings import ConfigurationError, load_settings

pytestmark = pytest.mark.requirement("R27")

STRONG = "3f9c1ab27d58e604b1c2d3e4f5a60718293a4b5c6d7e8f90"


@pytest.mark.parametrize(
    "secret",
    [None, "", " ", "short", "a" * 31, "x" * 32, "0" * 64, "ab" * 20, "change-me-change-me-change-me-change-me"],
)
def test_an_empty_short_or_sample_secret_is_refused_by_name(
    secret: str | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("SECRET_KEY", raising=False)
    if secret is not None:
        monkeypatch.setenv("SECRET_KEY", secret)
    with pytest.raises(ConfigurationError, match="SECRET_KEY"):
        load_settings()


def test_a_weak_previous_secret_is_refused_too(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SECRET_KEY", STRONG)
    monkeypatch.setenv("SECRET_KEY_PREVIOUS", "short")
    with pytest.raises(ConfigurationError, match="SECRET_KEY_PREVIOUS"):
        load_settings()


def test_the_refusal_does_not_repeat_the_secret(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SECRET_KEY", "unfit-secret-value")
    with pytest.raises(ConfigurationError) as refusal:
        load_settings()
    assert "unfit-secret-value" not in str(refusal.value)


def test_two_strong_secrets_are_taken_the_signing_one_first(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SECRET_KEY", STRONG)
    monkeypatch.setenv("SECRET_KEY_PREVIOUS", STRONG[::-1])
    assert load_settings().secret_keys == (STRONG, STRONG[::-1])
