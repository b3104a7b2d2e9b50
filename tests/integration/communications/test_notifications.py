"""What a person was told: their own list, and reading it."""

from datetime import timedelta
from uuid import UUID

from services.api.communications.notifications import service
from services.api.wiring import Parts
from services.kit.actor import system_actor
from services.kit.clock import now
from services.kit.ids import new_id
from tests.integration.communications.conftest import Feed
from tests.support.workspace import Person, TestWorkspace, Workspaces

PATH = "/api/v1/notifications"


async def tell(workspace: TestWorkspace, person: Person, title: str, *, minutes_ago: int = 0) -> None:
    """One notification, as the worker writes it."""
    parts: Parts = workspace.parts
    async with parts.database.work(system_actor(workspace.id), correlation_id=f"test-{workspace.id}") as work:
        service.notify(
            work,
            user_id=person.user_id,
            event_id=new_id(),
            event_type="interaction.recorded",
            title=title,
            body="We heard of it from the site.",
            link_kind="interaction",
            link_id=new_id(),
            created_at=now() - timedelta(minutes=minutes_ago),
        )


async def titles(person: Person, **query: str) -> list[str]:
    """The titles of one's list."""
    answer = await person.client.get(PATH, params=query)
    assert answer.status_code == 200, answer.text
    return [item["title"] for item in answer.json()["items"]]


async def test_everybody_sees_their_own_newest_first(workspaces: Workspaces) -> None:
    workspace = await workspaces.make()
    colleague = await workspace.join("viewer")
    await tell(workspace, workspace.owner, "older", minutes_ago=5)
    await tell(workspace, workspace.owner, "newer")
    await tell(workspace, colleague, "theirs")

    assert await titles(workspace.owner) == ["newer", "older"]
    assert await titles(colleague) == ["theirs"]


async def test_pages_follow_one_another_without_gap_or_repetition(workspaces: Workspaces) -> None:
    workspace = await workspaces.make()
    for number in range(5):
        await tell(workspace, workspace.owner, str(number), minutes_ago=number)

    seen: list[str] = []
    cursor: str | None = None
    while True:
        answer = await workspace.client.get(PATH, params={"limit": 2, **({"cursor": cursor} if cursor else {})})
        seen += [item["title"] for item in answer.json()["items"]]
        cursor = answer.json()["next_cursor"]
        if cursor is None:
            break

    assert seen == ["0", "1", "2", "3", "4"]


async def told_pages(feed: Feed, person: Person) -> int:
    """How often the person's open pages hear of a new notification."""
    return sum(event["type"] == "notification.created" for event in await feed(person))


async def test_the_same_event_is_told_once(workspaces: Workspaces, feed: Feed) -> None:
    workspace = await workspaces.make()
    said = {"user_id": workspace.owner.user_id, "event_id": new_id(), "event_type": "task.created", "title": "t"}
    rest = {"body": "", "link_kind": None, "link_id": None, "created_at": now()}

    for _ in range(2):
        async with workspace.parts.database.work(system_actor(workspace.id), correlation_id="test-once") as work:
            service.notify(work, **said, **rest)  # type: ignore[arg-type]
            service.notify(work, **said, **rest)  # type: ignore[arg-type]

    assert len(await titles(workspace.owner)) == 1
    assert await told_pages(feed, workspace.owner) == 1


async def test_who_has_left_is_told_nothing_and_nothing_breaks(workspaces: Workspaces, feed: Feed) -> None:
    workspace = await workspaces.make()
    stranger = Person(new_id(), "gone@lindqvist.example", "member", workspace.client)

    await tell(workspace, stranger, "too late")
    await tell(workspace, workspace.owner, "in time")

    assert await titles(workspace.owner) == ["in time"]
    assert await told_pages(feed, workspace.owner) == 1


async def test_reading_one_leaves_the_others_unread(workspaces: Workspaces) -> None:
    workspace = await workspaces.make()
    await tell(workspace, workspace.owner, "first", minutes_ago=1)
    await tell(workspace, workspace.owner, "second")
    newest = (await workspace.client.get(PATH)).json()["items"][0]["id"]

    read = await workspace.client.post(f"{PATH}/{newest}/read")
    again = await workspace.client.post(f"{PATH}/{newest}/read")

    assert (read.status_code, again.status_code) == (200, 200)
    assert read.json()["read_at"] == again.json()["read_at"] is not None
    assert await titles(workspace.owner, unread="true") == ["first"]
    assert await titles(workspace.owner, unread="false") == ["second"]
    assert (await workspace.client.get(f"{PATH}/unread-count")).json() == {"unread": 1}


async def test_reading_all_says_how_many_and_touches_nobody_else(workspaces: Workspaces) -> None:
    workspace = await workspaces.make()
    colleague = await workspace.join("member")
    await tell(workspace, colleague, "theirs")
    for number in range(3):
        await tell(workspace, workspace.owner, str(number))

    first = await workspace.client.post(f"{PATH}/read-all")
    second = await workspace.client.post(f"{PATH}/read-all")

    assert (first.json(), second.json()) == ({"marked": 3}, {"marked": 0})
    assert await titles(colleague, unread="true") == ["theirs"]


async def test_what_was_read_is_an_event_for_that_person(workspaces: Workspaces, feed: Feed) -> None:
    workspace = await workspaces.make()
    colleague = await workspace.join("admin")
    await tell(workspace, workspace.owner, "one")
    await workspace.client.post(f"{PATH}/read-all")

    mine = await feed(workspace.owner)
    theirs = await feed(colleague)

    assert [event["type"] for event in mine] == ["notification.created", "notification.read"]
    assert mine[1]["data"]["notification_ids"] == [mine[0]["subject"]["id"]]
    assert theirs == []


async def test_a_notification_of_somebody_else_does_not_exist_for_me(workspaces: Workspaces) -> None:
    workspace = await workspaces.make()
    colleague = await workspace.join("member")
    await tell(workspace, colleague, "theirs")
    foreign = (await colleague.client.get(PATH)).json()["items"][0]["id"]

    assert (await workspace.client.post(f"{PATH}/{foreign}/read")).status_code == 404
    assert (await workspace.client.post(f"{PATH}/{UUID(int=1)}/read")).status_code == 404


async def test_counting_and_listing_are_one_statement_each(workspaces: Workspaces) -> None:
    workspace = await workspaces.make()
    reader = workspace.parts.database.reader
    await workspace.client.get(f"{PATH}/unread-count")
    before = reader.statements

    await workspace.client.get(f"{PATH}/unread-count")
    await workspace.client.get(PATH)

    assert reader.statements - before == 2
