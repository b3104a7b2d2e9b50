"""A worker that cannot start says why in one sentence."""

import pytest

from services.api.worker import main as worker


def test_a_wrong_setting_is_one_sentence_and_a_failure(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(worker, "configure_logging", lambda _service: None)
    monkeypatch.setenv("SECRET_KEY", "short")

    assert worker.main() == 2
    assert capsys.readouterr().err == ("The worker cannot start: SECRET_KEY needs at least 32 bytes of randomness\n")
