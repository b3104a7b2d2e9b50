"""The settings without which an acknowledged write could be lost; read from the running engines."""

from collections.abc import Mapping

from deploy.local.errors import StackError
from deploy.local.nats import NatsServer
from deploy.local.postgres import PostgresServer

POSTGRES_REQUIRED = ("fsync", "full_page_writes", "synchronous_commit", "data_checksums")


def refuse_weak_postgres(server: PostgresServer) -> None:
    """Raise `StackError` unless PostgreSQL keeps what it acknowledges (R10)."""
    shown = server.query(";".join(f"SHOW {name}" for name in POSTGRES_REQUIRED)).split()
    weak = weak_settings(dict(zip(POSTGRES_REQUIRED, shown, strict=True)))
    if weak:
        raise StackError(
            f"PostgreSQL would lose acknowledged writes in a crash, because {' and '.join(weak)}: "
            f"remove that from its settings in {server.data_dir}."
        )


def refuse_weak_nats(server: NatsServer) -> None:
    """Raise `StackError` unless NATS syncs each message before it acknowledges it (R10)."""
    jetstream = server.monitor("/varz").get("jetstream", {}).get("config", {})
    if jetstream.get("sync_always") is not True:
        raise StackError(
            "NATS would lose acknowledged messages in a crash, because sync_interval is not "
            f"always: correct its settings in {server.data_dir}."
        )


def weak_settings(shown: Mapping[str, str]) -> list[str]:
    """Name each required setting that is not `on`, with its value."""
    return [f"{name} is {shown.get(name, 'missing')}" for name in POSTGRES_REQUIRED if shown.get(name) != "on"]
