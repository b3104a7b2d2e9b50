"""The supervisor: starts, restarts and stops everything, and says in one sentence why it cannot."""

import os
import re
import signal
import smtplib
import socket
import sys
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from deploy.local.errors import StackError
from deploy.local.postgres import PostgresServer
from deploy.local.preflight import check_data_dir, check_frontend
from deploy.local.process import wait_until
from tests.integration.local_stack.stack_process import StackProcess, running_stack

Start = Callable[..., StackProcess]

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="looks into /proc")


@pytest.fixture(scope="module")
def data_dir(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("stack") / "data"


@pytest.fixture(scope="module")
def stack(data_dir: Path) -> Iterator[StackProcess]:
    with running_stack(data_dir, DEMO="1", METRICS_TOKEN="metrics-token") as running:
        yield running


@pytest.fixture
def start() -> Iterator[Start]:
    """Start stacks that end with the test, however it ends."""
    started: list[StackProcess] = []

    def start_one(data_dir: Path, **environment: str) -> StackProcess:
        started.append(StackProcess(data_dir, **environment))
        return started[-1]

    yield start_one
    for each in started:
        each.make_sure_it_ended()


def test_the_demo_is_loaded_and_its_sign_in_printed_before_the_ready_line(
    stack: StackProcess,
) -> None:
    assert stack.lines == [
        "Demo: sign in as demo@rapport.example with the password from-the-loader",
        f"Rapport is ready: {stack.url}",
    ]


def test_caddy_serves_the_api_with_safe_headers(stack: StackProcess) -> None:
    with urllib.request.urlopen(f"{stack.url}/api/DATA_DIR", timeout=5) as answer:
        assert answer.read().decode() == str(stack.data_dir)
        headers = answer.headers
    policy = headers["Content-Security-Policy"]
    for part in ("script-src 'self'", "object-src 'none'", "base-uri 'none'"):
        assert part in policy
    assert "frame-ancestors 'none'" in policy
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert "Caddy" not in str(headers)


@pytest.mark.requirement("R67")
def test_nothing_listens_beyond_the_loopback(stack: StackProcess) -> None:
    inodes = {
        os.readlink(descriptor).removeprefix("socket:[").rstrip("]")
        for pid in stack.processes()
        for descriptor in _descriptors(pid)
    }
    listening = [
        line.split()[1].partition(":")[0]
        for table in ("tcp", "tcp6")
        for line in Path(f"/proc/net/{table}").read_text().splitlines()[1:]
        if line.split()[3] == "0A" and line.split()[9] in inodes
    ]
    assert len(listening) >= 6
    assert set(listening) == {"0100007F"}


def test_metrics_are_for_this_machine(stack: StackProcess) -> None:
    assert stack.get("/metrics") == "ok"


def test_mail_lands_in_the_local_mailbox(stack: StackProcess) -> None:
    url = stack.running.environment["SMTP_URL"]
    host, port = url.removeprefix("smtp://").split(":")
    with smtplib.SMTP(host, int(port), timeout=5) as client:
        client.sendmail("a@example.org", ["b@example.org"], "Subject: Grüße\r\n\r\n.hi\r\n".encode())
    [kept] = (stack.data_dir / "mail" / "new").iterdir()
    assert kept.read_bytes() == (
        b"Return-Path: <a@example.org>\nDelivered-To: b@example.org\n" + "Subject: Grüße\n\n.hi\n".encode()
    )


@pytest.mark.parametrize(
    ("word", "title"),
    [
        ("stand_in\0api", "The API"),
        ("stand_in\0sleep", "The worker"),
        ("nats-server", "NATS"),
        ("postgres\0-D", "PostgreSQL"),
        ("caddy", "Caddy"),
    ],
)
def test_a_process_that_dies_is_named_and_started_again(stack: StackProcess, word: str, title: str) -> None:
    pid = stack.find(word)
    os.kill(pid, signal.SIGKILL)
    line = stack.wait_for(f"{title} stopped (killed by SIGKILL)")
    log = line.partition("Its log: ")[2]
    assert Path(log).is_file()
    assert wait_until(lambda: _is_back(stack, word, pid), 10)
    assert wait_until(lambda: _answers(stack), 10)


def test_two_instances_live_side_by_side(stack: StackProcess, tmp_path: Path) -> None:
    with running_stack(tmp_path / "other") as other:
        one, two = stack.running.environment, other.running.environment
        for name in ("DATABASE_URL", "NATS_URL", "SMTP_URL", "INSTANCE", "SECRET_KEY"):
            assert one[name] != two[name]
        assert stack.get("/api/INSTANCE") == one["INSTANCE"]
        assert other.get("/api/INSTANCE") == two["INSTANCE"]


def test_a_second_instance_on_the_same_data_is_refused(start: Start, stack: StackProcess, data_dir: Path) -> None:
    second = start(data_dir)
    assert second.wait() == 1
    assert second.lines == [f"Rapport in {data_dir} is already running: stop it first."]


def test_a_busy_port_is_refused(start: Start, stack: StackProcess, tmp_path: Path) -> None:
    second = start(tmp_path / "other", PORT=str(stack.port))
    assert second.wait() == 1
    [sentence] = second.lines
    assert f"Port {stack.port} on 127.0.0.1 cannot be used" in sentence


def test_a_stop_leaves_nothing_and_the_next_start_keeps_everything(start: Start, tmp_path: Path) -> None:
    with running_stack(tmp_path / "data") as first:
        before = first.running.environment
    assert first.lines[-2:] == ["Stopping Rapport.", "Rapport has stopped."]
    assert first.processes() == []
    port = str(first.port)
    second = start(tmp_path / "data", PORT=port)
    assert second.wait_ready() < 6
    assert second.running.environment == before
    # Killed, it cannot stop anything: its children have to notice by themselves.
    second.end(signal.SIGKILL)
    third = start(tmp_path / "data", PORT=port)
    third.wait_ready()
    assert third.end(signal.SIGINT) == 0
    assert wait_until(lambda: third.processes() == [], 10)


@pytest.mark.requirement("R10")
def test_weakened_durability_is_refused(start: Start, tmp_path: Path) -> None:
    server = PostgresServer(tmp_path / "data" / "postgres")
    with server:
        server.query("ALTER SYSTEM SET synchronous_commit = off")
    stack = start(tmp_path / "data")
    assert stack.wait() == 1
    [sentence] = stack.lines
    assert "synchronous_commit is off" in sentence
    assert stack.processes() == []


def test_a_failed_migration_stops_the_start_with_its_own_words(start: Start, tmp_path: Path) -> None:
    stack = start(tmp_path / "data", STAND_IN_MIGRATION="3")
    assert stack.wait() == 1
    [sentence] = stack.lines
    assert "Migration 0007 needs an empty table." in sentence
    assert stack.processes() == []


@pytest.mark.parametrize("wrong", ["port", "password", "database"])
def test_a_wrong_database_url_is_one_sentence_without_the_password(
    start: Start, stack: StackProcess, tmp_path: Path, wrong: str
) -> None:
    url = stack.running.environment["DATABASE_URL"]
    url = {
        "port": re.sub(r":\d+/", ":1/", url),
        "password": re.sub(r"rapport:\w+@", "rapport:hunter2@", url),
        "database": url.replace("/rapport", "/nowhere"),
    }[wrong]
    refused = start(tmp_path / "data", DATABASE_URL=url)
    assert refused.wait() == 1
    [sentence] = refused.lines
    assert sentence.startswith("DATABASE_URL does not lead to a PostgreSQL")
    password = url.split("@")[0].rpartition(":")[2]
    assert password not in sentence


def test_a_data_folder_that_cannot_be_used_is_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(StackError, match="cannot write to its data folder"):
        check_data_dir(tmp_path / "file" / "data")
    with pytest.raises(StackError, match="make room"):
        check_data_dir(tmp_path / "data", minimum_free=2**62)


def test_a_missing_frontend_is_one_sentence(tmp_path: Path) -> None:
    with pytest.raises(StackError, match="The frontend is not built"):
        check_frontend(tmp_path / "dist")


def _descriptors(pid: int) -> list[Path]:
    try:
        found = list(Path(f"/proc/{pid}/fd").iterdir())
    except OSError:
        return []
    return [each for each in found if each.is_symlink()]


def _is_back(stack: StackProcess, word: str, before: int) -> bool:
    try:
        return stack.find(word) != before
    except ValueError:
        return False


def _answers(stack: StackProcess) -> bool:
    try:
        with socket.create_connection(("127.0.0.1", stack.port), 1):
            return stack.get("/readyz") == "ok"
    except (OSError, urllib.error.URLError):
        return False
