"""A workspace that was closed: one row says so for good, so that nothing said late of it has an effect."""

from uuid import UUID

from services.notifier.store import Connection

CLOSE = "INSERT INTO notifier.closed_workspaces (workspace_id) VALUES ($1) ON CONFLICT DO NOTHING"
IS_CLOSED = "SELECT EXISTS (SELECT FROM notifier.closed_workspaces WHERE workspace_id = $1)"


async def close(connection: Connection, workspace_id: UUID) -> None:
    """From the end of this transaction on nothing of the workspace is taken in or sent."""
    await connection.execute(CLOSE, workspace_id)


async def is_closed(connection: Connection, workspace_id: UUID) -> bool:
    """Whether the workspace was closed."""
    return bool(await connection.fetchval(IS_CLOSED, workspace_id))
