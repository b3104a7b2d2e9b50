"""How a process that died comes back, and what the console says about it."""

from pathlib import Path

import pytest

from deploy.local.backoff import MAXIMUM_SECONDS, STEADY_SECONDS, Backoff
from deploy.local.console import death_notice, ending
from deploy.local.supervised import Supervised


class FakeProcess:
    """Something to supervise that dies on command."""

    def __init__(self) -> None:
        self.is_running = False
        self.pid: int | None = None
        self.exit_code: int | None = None
        self.starts = 0

    def start(self) -> None:
        if self.starts == 2:
            raise OSError(28, "No space left on device")
        self.starts += 1
        self.is_running = True

    def die(self, code: int) -> None:
        self.is_running, self.exit_code = False, code

    def ask_to_stop(self) -> None: ...

    def stop(self, seconds: float) -> None: ...


def test_the_first_restart_is_immediate_and_the_waits_double_up_to_a_limit() -> None:
    backoff = Backoff()
    waits = [backoff.next_wait(ran_for=0.5) for _ in range(10)]
    assert waits[:4] == pytest.approx([0.1, 0.2, 0.4, 0.8])
    assert waits[-1] == MAXIMUM_SECONDS


def test_a_steady_run_forgives_earlier_deaths() -> None:
    backoff = Backoff()
    for _ in range(8):
        backoff.next_wait(ran_for=0.0)
    assert backoff.next_wait(ran_for=STEADY_SECONDS) == pytest.approx(0.1)


@pytest.mark.parametrize(
    ("code", "words"),
    [(1, "exit code 1"), (-9, "killed by SIGKILL"), (-99, "killed by signal 99")],
)
def test_an_exit_code_is_put_into_words(code: int, words: str) -> None:
    assert ending(code) == words


def test_the_notice_names_the_process_and_its_log() -> None:
    notice = death_notice("The worker", -9, 0.1, Path("/data/log/worker.log"))
    assert notice.startswith("The worker stopped (killed by SIGKILL)")
    assert "/data/log/worker.log" in notice
    assert "\n" not in notice


def test_a_death_is_told_once_and_answered_with_a_start(monkeypatch: pytest.MonkeyPatch) -> None:
    clock = [100.0]
    monkeypatch.setattr("deploy.local.supervised.time.monotonic", lambda: clock[0])
    process, told = FakeProcess(), list[str]()
    supervised = Supervised("The worker", process, Path("worker.log"), told.append)
    supervised.start()
    assert not supervised.tend()
    process.die(1)
    assert not supervised.tend()
    assert not supervised.tend()
    assert len(told) == 1
    clock[0] += 0.2
    assert supervised.tend()
    assert process.starts == 2


def test_a_start_that_fails_is_told_and_tried_again(monkeypatch: pytest.MonkeyPatch) -> None:
    clock = [100.0]
    monkeypatch.setattr("deploy.local.supervised.time.monotonic", lambda: clock[0])
    process, told = FakeProcess(), list[str]()
    supervised = Supervised("The worker", process, Path("worker.log"), told.append)
    supervised.start()
    process.starts = 2
    process.die(1)
    supervised.tend()
    clock[0] += 1
    assert not supervised.tend()
    assert "No space left on device" in told[-1]
    process.starts = 0
    clock[0] += 1
    assert supervised.tend()
