"""The embedded PostgreSQL and NATS: safe settings, crashes survived, nobody let in by mistake."""

import asyncio
import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import asyncpg
import nats
import pytest

from deploy.local.durability import refuse_weak_nats, refuse_weak_postgres
from deploy.local.errors import StackError
from deploy.local.nats import NatsServer
from deploy.local.postgres import PostgresServer
from deploy.local.process import is_alive


@pytest.fixture(scope="module")
def postgres() -> Iterator[PostgresServer]:
    with PostgresServer.temporary() as server:
        yield server


@pytest.fixture(scope="module")
def broker() -> Iterator[NatsServer]:
    with NatsServer.temporary() as server:
        yield server


@pytest.mark.requirement("R10")
def test_both_engines_keep_what_they_acknowledge(postgres: PostgresServer, broker: NatsServer) -> None:
    refuse_weak_postgres(postgres)
    refuse_weak_nats(broker)
    assert postgres.query("SHOW data_sync_retry") == "off"


async def test_the_role_of_the_product_is_no_superuser(postgres: PostgresServer) -> None:
    connection = await asyncpg.connect(postgres.dsn)
    role = await connection.fetchrow(
        "SELECT rolsuper, rolcreaterole, rolcreatedb, rolbypassrls FROM pg_roles WHERE rolname = current_user"
    )
    owner = await connection.fetchval(
        "SELECT pg_get_userbyid(datdba) FROM pg_database WHERE datname = current_database()"
    )
    order = await connection.fetchval("SELECT datlocale FROM pg_database WHERE datname = current_database()")
    await connection.close()
    assert role is not None
    assert tuple(role) == (False, True, True, False)
    assert (owner, order) == ("rapport", "C.UTF-8")


async def test_a_wrong_password_is_refused_on_the_loopback_too(postgres: PostgresServer, broker: NatsServer) -> None:
    with pytest.raises(asyncpg.InvalidPasswordError):
        await asyncpg.connect(postgres.dsn, password="wrong")
    port = int(broker.url.rpartition(":")[2])
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    writer.write(b'CONNECT {"user": "rapport", "pass": "wrong"}\r\n')
    assert b"Authorization Violation" in await asyncio.wait_for(reader.read(), 5)
    writer.close()
    await writer.wait_closed()


def test_the_files_with_passwords_are_the_owners_alone(postgres: PostgresServer, broker: NatsServer) -> None:
    files = [postgres.data_dir / "credentials.json", broker.data_dir / "access.json"]
    for file in [*files, broker.data_dir / "nats.conf"]:
        assert file.stat().st_mode & 0o077 == 0


@pytest.mark.requirement("R02")
def test_a_killed_postgres_comes_back_at_the_same_address_with_its_rows(
    postgres: PostgresServer,
) -> None:
    address = postgres.dsn
    postgres.query("CREATE TABLE kept (n int); INSERT INTO kept VALUES (7)", database="rapport")
    postgres.kill()
    assert not postgres.is_running
    postgres.start()
    postgres.start()
    assert postgres.dsn == address
    assert postgres.query("SELECT n FROM kept", database="rapport") == "7"


async def test_a_killed_nats_comes_back_at_the_same_address_with_its_messages(
    broker: NatsServer,
) -> None:
    address = broker.url
    client = await nats.connect(broker.url)
    await client.jetstream().add_stream(name="KEPT", subjects=["kept.>"])
    await client.jetstream().publish("kept.one", b"7")
    await client.close()
    broker.kill()
    broker.start()
    assert broker.url == address
    client = await nats.connect(broker.url)
    message = await client.jetstream().get_msg("KEPT", seq=1)
    await client.close()
    assert message.data == b"7"


def test_a_folder_runs_one_server_only(postgres: PostgresServer, broker: NatsServer) -> None:
    for other in (PostgresServer(postgres.data_dir), NatsServer(broker.data_dir)):
        with pytest.raises(StackError, match="already running"):
            other.start()
    assert postgres.is_running
    assert broker.is_running


@pytest.mark.requirement("R10")
def test_weak_settings_are_named(tmp_path: Path) -> None:
    server = PostgresServer(tmp_path / "postgres", settings={"fsync": "off"})
    with server, pytest.raises(StackError, match="fsync is off"):
        refuse_weak_postgres(server)
    lazy = NatsServer(tmp_path / "nats", sync_interval="2m")
    with lazy, pytest.raises(StackError, match="sync_interval"):
        refuse_weak_nats(lazy)


def test_a_process_id_from_before_a_crash_is_recovered_from(postgres: PostgresServer) -> None:
    postgres.kill()
    pid_file = postgres.data_dir / "cluster" / "postmaster.pid"
    left_behind = pid_file.read_text()
    # The id now belongs to another process that lives: our own.
    pid_file.write_text(left_behind.replace(left_behind.split()[0], str(os.getpid()), 1))
    postgres.start()
    assert postgres.is_running


@pytest.mark.skipif(os.geteuid() != 0, reason="only root has to change to another user")
def test_root_serves_from_a_folder_its_unprivileged_user_cannot_reach() -> None:
    closed = Path(tempfile.mkdtemp(dir=Path.home()))
    try:
        with PostgresServer(closed / "deep" / "postgres") as server:
            assert server.pid is not None
            assert Path(f"/proc/{server.pid}").stat().st_uid != 0
            assert server.query("SELECT 1") == "1"
        assert closed.stat().st_mode & 0o077 == 0
    finally:
        shutil.rmtree(closed)


def test_a_thrown_away_server_leaves_nothing() -> None:
    with PostgresServer.temporary() as server:
        pid, folder = server.pid, server.data_dir
        assert pid is not None
        asyncio.run(_disconnect_hard(server.dsn))
    assert not is_alive(pid)
    assert not folder.exists()


async def _disconnect_hard(dsn: str) -> None:
    connection = await asyncpg.connect(dsn)
    connection.terminate()
