"""Builds of the application that are broken on purpose, to see that the verdict sees it.

Each factory changes the running modules before the application is made; the product has no switch for it.
"""

import asyncio
import random
from typing import Any
from uuid import UUID

from fastapi import FastAPI

from services.api.web import dependencies
from services.kit import work as units
from services.kit.ids import new_id

LATE_SECONDS = 0.2
FORGOTTEN_SHARE = 0.01


def answering_early() -> FastAPI:
    """Commits after the answer has left, which is what FastAPI does unless told otherwise."""
    declare, commit = dependencies.Depends, dependencies.finish

    def at_the_end_of_the_request(dependency: Any, *, scope: str | None = None) -> Any:
        return declare(dependency) if scope == "function" else declare(dependency, scope=scope)

    async def commit_late(work: units.Work) -> None:
        await asyncio.sleep(LATE_SECONDS)
        await commit(work)

    dependencies.Depends = at_the_end_of_the_request
    dependencies.finish = commit_late
    return _build()


def forgetting_events() -> FastAPI:
    """Records no event in one of a hundred cases."""
    record = units.Work.record

    def record_mostly(work: units.Work, *arguments: Any, **options: Any) -> UUID:
        if random.random() < FORGOTTEN_SHARE:
            return new_id()
        return record(work, *arguments, **options)

    units.Work.record = record_mostly
    return _build()


def _build() -> FastAPI:
    # Only now: the routers take the changed parts as they are imported.
    from services.api.main import create_app

    return create_app()
