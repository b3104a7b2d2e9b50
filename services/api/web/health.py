"""Whether the process lives, and whether it can serve."""

import asyncio
import hmac
import ipaddress
from typing import Literal
from urllib.parse import urlsplit

from fastapi import APIRouter, Request, Response
from pydantic import BaseModel

from migrations.newest import newest_revision
from services.kit.metrics import METRICS_CONTENT_TYPE, exposition
from services.kit.problems import NotFound, Unavailable
from services.kit.settings import Settings

BROKER_SECONDS = 1.0
NEWEST = newest_revision()

router = APIRouter(tags=["operation"])


class Alive(BaseModel):
    status: Literal["ok"] = "ok"


class Ready(BaseModel):
    """The database serves and is migrated; the broker may be away without harm."""

    status: Literal["ready"] = "ready"
    database: Literal["up"] = "up"
    broker: Literal["up", "down"]


@router.get("/healthz", operation_id="read_health", summary="Whether the process lives")
async def read_health() -> Alive:
    return Alive()


@router.get("/readyz", operation_id="read_readiness", summary="Whether the service can work")
async def read_readiness(request: Request) -> Ready:
    reader = request.app.state.database.reader
    try:
        rows = await reader.fetch("SELECT version_num FROM rapport.alembic_version")
    except Exception as error:
        raise Unavailable("PostgreSQL cannot be reached, or is not migrated yet (database: down).") from error
    if [row["version_num"] for row in rows] != [NEWEST]:
        raise Unavailable("Migrations are open: run the migrations of this version (migrations: open).")
    return Ready(broker="up" if await _broker_answers(request.app.state.parts.settings.nats_url) else "down")


@router.get("/metrics", operation_id="read_metrics", summary="Prometheus metrics", include_in_schema=False)
async def read_metrics(request: Request) -> Response:
    settings: Settings = request.app.state.parts.settings
    if not _may_scrape(request, settings.metrics_token):
        raise NotFound
    return Response(exposition(), media_type=METRICS_CONTENT_TYPE)


def _may_scrape(request: Request, token: str | None) -> bool:
    offered = request.headers.get("authorization", "").partition(" ")[2]
    if token is not None:
        return hmac.compare_digest(offered.encode(), token.encode())
    # Behind the edge both say who asked: it names the client, and the server believes it.
    forwarded = request.headers.getlist("x-forwarded-for")[-1:]
    asking = [request.client.host if request.client else "", *(hop.rpartition(",")[2].strip() for hop in forwarded)]
    return all(_is_loopback(host) for host in asking)


def _is_loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


async def _broker_answers(url: str) -> bool:
    parts = urlsplit(url.split(",", maxsplit=1)[0])
    try:
        async with asyncio.timeout(BROKER_SECONDS):
            stream, writer = await asyncio.open_connection(parts.hostname, parts.port or 4222)
            greeting = await stream.readline()
            writer.close()
    except (OSError, TimeoutError):
        return False
    return greeting.startswith(b"INFO")
