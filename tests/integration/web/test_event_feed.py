"""The activity feed: in the order of commits, one workspace at a time, and live."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any

import pytest
from fastapi import FastAPI
from sqlalchemy import text

from services.contracts.envelope import Subject
from services.contracts.events.customers import CustomerDeleted
from services.kit.actor import system_actor
from services.kit.database import Database
from services.kit.ids import new_id
from tests.support.event_stream import EventStream
from tests.support.workspace import Person, Workspaces

EVENTS = "/api/v1/events"
Relay = Callable[[], Awaitable[None]]


@pytest.fixture
def relay(worker_database: Database) -> Relay:
    """Gives positions to what is committed, as the relay does each round."""

    async def number() -> None:
        async with worker_database.unscoped_session() as session:
            await session.execute(text("SELECT rapport.number_events(10000)"))
            await session.commit()

    return number


async def feed(person: Person, **query: int) -> dict[str, Any]:
    """A page of the feed."""
    answer = await person.client.get(EVENTS, params=query)
    assert answer.status_code == 200, answer.text
    page: dict[str, Any] = answer.json()
    return page


def names(events: list[dict[str, Any]]) -> list[str]:
    """The names of the records that events are about."""
    return [event["data"]["name"] for event in events]


async def test_the_feed_goes_on_from_any_position(workspaces: Workspaces, relay: Relay) -> None:
    workspace = await workspaces.make()
    for name in ("One", "Two", "Three"):
        await workspace.create("/customers", name=name)
    await relay()

    first = await feed(workspace.owner, limit=2)
    rest = await feed(workspace.owner, after=first["next_after"])
    end = await feed(workspace.owner, after=rest["next_after"])

    assert names(first["items"]) == ["One", "Two"]
    assert names(rest["items"]) == ["Three"]
    assert (end["items"], end["next_after"], end["next_cursor"]) == ([], rest["next_after"], None)
    positions = [event["position"] for event in first["items"] + rest["items"]]
    assert positions == sorted(set(positions))


@pytest.mark.requirement("R23")
async def test_two_workspaces_never_mix(app: FastAPI, workspaces: Workspaces, relay: Relay) -> None:
    ours, theirs = await workspaces.make(), await workspaces.make()

    async with EventStream(app, ours.owner) as our_stream, EventStream(app, theirs.owner) as their_stream:
        await theirs.create("/customers", name="Theirs")
        await ours.create("/customers", name="Ours")
        await relay()
        live = await our_stream.next(), await their_stream.next()

        assert names([event["data"] for event in live]) == ["Ours", "Theirs"]
        assert (our_stream.waiting(), their_stream.waiting()) == (0, 0)
    assert names((await feed(ours.owner))["items"]) == ["Ours"]
    assert names((await feed(theirs.owner))["items"]) == ["Theirs"]


async def test_an_event_of_a_slow_transaction_comes_after_what_was_read_meanwhile(
    workspaces: Workspaces, relay: Relay, database: Database
) -> None:
    workspace = await workspaces.make()
    subject = Subject(kind="customer", id=new_id())

    async with database.work(system_actor(workspace.id), correlation_id="test-slow-writer") as slow:
        slow.record(CustomerDeleted(name="Slow"), subject=subject, sequence=1)
        await slow.session.settle()
        await workspace.create("/customers", name="Quick")
        await relay()
        read = await feed(workspace.owner)
    await relay()
    then = await feed(workspace.owner, after=read["next_after"])

    assert names(read["items"]) == ["Quick"]
    assert names(then["items"]) == ["Slow"]


@pytest.mark.requirement("R60")
async def test_a_stream_resumes_after_the_last_event_that_was_received(
    app: FastAPI, workspaces: Workspaces, relay: Relay
) -> None:
    workspace = await workspaces.make()
    for name in ("Seen", "Missed"):
        await workspace.create("/customers", name=name)
    await relay()
    seen = (await feed(workspace.owner, limit=1))["items"][0]

    async with EventStream(app, workspace.owner, last_event_id=seen["position"]) as stream:
        missed = await stream.next()
        await workspace.create("/customers", name="Fresh")
        await relay()
        fresh = await stream.next()

    assert names([missed["data"], fresh["data"]]) == ["Missed", "Fresh"]
    assert missed["event"] == "customer.created"
    assert int(missed["id"]) == missed["data"]["position"] > seen["position"]


async def test_a_stream_without_a_position_begins_with_what_happens_next(
    app: FastAPI, workspaces: Workspaces, relay: Relay
) -> None:
    workspace = await workspaces.make()
    await workspace.create("/customers", name="Before")
    await relay()

    async with EventStream(app, workspace.owner) as stream:
        await workspace.create("/customers", name="After")
        await relay()

        assert names([(await stream.next())["data"]]) == ["After"]


@pytest.mark.requirement("R21")
async def test_a_private_project_is_told_to_its_people_only(app: FastAPI, workspaces: Workspaces, relay: Relay) -> None:
    workspace = await workspaces.make()
    insider, outsider = await workspace.join("member"), await workspace.join("member")
    project = await workspace.create("/projects", name="Merger", key="MRG", is_private=True)
    path = f"/api/v1/projects/{project['id']}/members/{insider.user_id}"
    assert (await workspace.client.put(path, json={"role": "member"})).status_code in {200, 201}
    await relay()
    before = (await feed(workspace.owner, limit=200))["next_after"]

    async with EventStream(app, insider) as inner, EventStream(app, outsider) as outer:
        await workspace.create(f"/projects/{project['id']}/tasks", title="Sign")
        await workspace.create("/customers", name="Public")
        await relay()
        told = [(await inner.next())["event"], (await inner.next())["event"]]
        overheard = (await outer.next())["event"]
        await asyncio.sleep(0)

        assert told == ["task.created", "customer.created"]
        assert (overheard, outer.waiting()) == ("customer.created", 0)
    types = [event["type"] for event in (await feed(outsider, after=before))["items"]]
    assert types == ["customer.created"]


async def test_a_last_event_id_that_is_none_is_refused(workspaces: Workspaces) -> None:
    workspace = await workspaces.make()

    answer = await workspace.client.get(f"{EVENTS}/stream", headers={"Last-Event-ID": "yesterday"})

    assert answer.status_code == 422
    assert answer.json()["errors"][0]["pointer"] == "/Last-Event-ID"
