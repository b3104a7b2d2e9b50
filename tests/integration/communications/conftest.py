from collections.abc import Awaitable, Callable
from typing import Any

import pytest
from sqlalchemy import text

from services.kit.database import Database
from tests.support.workspace import Person

Feed = Callable[[Person], Awaitable[list[dict[str, Any]]]]


@pytest.fixture
def feed(worker_database: Database) -> Feed:
    """What a person sees of the event feed once the relay has given positions."""

    async def read(person: Person) -> list[dict[str, Any]]:
        async with worker_database.unscoped_session() as session:
            await session.execute(text("SELECT rapport.number_events(10000)"))
            await session.commit()
        answer = await person.client.get("/api/v1/events", params={"limit": 200})
        assert answer.status_code == 200, answer.text
        items: list[dict[str, Any]] = answer.json()["items"]
        return items

    return read
