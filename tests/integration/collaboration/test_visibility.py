"""Whoever may see a record may see what is said there, and nobody else; at every moment."""

import asyncio

import pytest

from tests.integration.collaboration.records import (
    API,
    about,
    at_mention,
    records,
    said,
    say,
    titles,
)
from tests.support.workspace import Person, TestWorkspace

GUARDED = ("project", "task", "interaction")


@pytest.fixture
async def insider(workspace: TestWorkspace) -> Person:
    return await workspace.join("member")


@pytest.fixture
async def outsider(workspace: TestWorkspace) -> Person:
    return await workspace.join("manager")


async def put_on(workspace: TestWorkspace, project_id: str, person: Person) -> None:
    answer = await workspace.client.put(f"{API}/projects/{project_id}/members/{person.user_id}", json={})
    assert answer.is_success, answer.text


async def switch(workspace: TestWorkspace, project_id: str, *, is_private: bool) -> None:
    answer = await workspace.client.patch(f"{API}/projects/{project_id}", json={"is_private": is_private})
    assert answer.status_code == 200, answer.text


async def seen(person: Person, found: dict[str, str]) -> set[str]:
    """Every way in which a person meets the comments on a project, its task and its interaction."""
    ways = set()
    for kind in GUARDED:
        if (await about(person, "comments", kind, found[kind])).status_code == 200:
            ways.add(f"comments on {kind}")
    for path in (f"/customers/{found['customer']}/timeline", "/search?q=zeppelin"):
        ways |= {f"{path.split('/')[1][:9]}: {title}" for title in await titles(person, path)}
    return ways


@pytest.mark.parametrize("kind", GUARDED)
async def test_behind_a_private_project_nothing_is_there(
    workspace: TestWorkspace, insider: Person, outsider: Person, kind: str
) -> None:
    found = await records(workspace, is_private=True)
    await put_on(workspace, found["project"], insider)
    comment = await said(insider, kind, found[kind], "Zeppelin")
    path = f"{API}/comments/{comment['id']}"

    assert (await workspace.client.get(path)).status_code == 200
    for answer in (
        await outsider.client.get(path),
        await outsider.client.patch(path, json={"body": "X"}),
        await outsider.client.delete(path),
        await say(outsider, kind, found[kind]),
        await about(outsider, "comments", kind, found[kind]),
        await about(outsider, "watchers", kind, found[kind]),
        await outsider.client.put(f"{API}/watchers/{kind}/{found[kind]}/{outsider.user_id}"),
        await outsider.client.delete(f"{API}/watchers/{kind}/{found[kind]}/{insider.user_id}"),
    ):
        assert answer.status_code == 404, answer.request.url


async def test_closing_a_project_hides_what_was_said_and_opening_shows_it_again(
    workspace: TestWorkspace, insider: Person, outsider: Person
) -> None:
    found = await records(workspace)
    await put_on(workspace, found["project"], insider)
    for kind in GUARDED:
        await said(outsider, kind, found[kind], f"Zeppelin {kind}")
    everything = await seen(outsider, found)
    assert len(everything) == 3 + 2 + 3

    await switch(workspace, found["project"], is_private=True)
    assert await seen(outsider, found) == set()
    assert await seen(insider, found) == everything
    await switch(workspace, found["project"], is_private=False)
    assert await seen(outsider, found) == everything


async def test_an_interaction_of_two_projects_stays_guarded_by_the_other(
    workspace: TestWorkspace, outsider: Person
) -> None:
    found = await records(workspace)
    other = await workspace.create("/projects", name="Merger", is_private=True)
    await said(workspace.owner, "interaction", found["interaction"], "Zeppelin")
    path = f"{API}/interactions/{found['interaction']}"
    moved = await workspace.client.patch(path, json={"project_ids": [found["project"], other["id"]]})
    assert moved.status_code == 200, moved.text

    assert await titles(outsider, "/search?q=zeppelin") == []
    await switch(workspace, other["id"], is_private=False)
    assert await titles(outsider, "/search?q=zeppelin") == ["Zeppelin"]


async def test_a_mention_of_somebody_who_cannot_look_is_refused_by_name(
    workspace: TestWorkspace, insider: Person, outsider: Person
) -> None:
    found = await records(workspace, is_private=True)
    await put_on(workspace, found["project"], insider)
    body = f"{at_mention(insider)} {at_mention(outsider)} {at_mention(workspace.owner)}"
    for kind in GUARDED:
        answer = await say(insider, kind, found[kind], body)
        assert answer.status_code == 422
        (error,) = answer.json()["errors"]
        assert (error["pointer"], error["code"]) == ("/body", "mention_unseen")
        assert error["message"].startswith("The manager does not see this")
    comment = await said(insider, "task", found["task"], at_mention(workspace.owner))
    changed = await insider.client.patch(f"{API}/comments/{comment['id']}", json={"body": at_mention(outsider)})
    assert changed.status_code == 422


async def test_nobody_is_made_to_follow_what_they_cannot_see(workspace: TestWorkspace, outsider: Person) -> None:
    found = await records(workspace, is_private=True)
    for kind in GUARDED:
        answer = await workspace.client.put(f"{API}/watchers/{kind}/{found[kind]}/{outsider.user_id}")
        assert answer.status_code == 422, kind
        assert answer.json()["errors"][0]["code"] == "watcher_unseen"


async def test_what_is_said_while_a_project_is_closed_is_not_left_open(
    workspace: TestWorkspace, outsider: Person
) -> None:
    found = await records(workspace)
    words = [(kind, number) for number in range(3) for kind in GUARDED]

    answers = await asyncio.gather(
        *(say(workspace.owner, kind, found[kind], f"Zeppelin {kind} {number}") for kind, number in words[:5]),
        workspace.client.patch(f"{API}/projects/{found['project']}", json={"is_private": True}),
        *(say(workspace.owner, kind, found[kind], f"Zeppelin {kind} {number}") for kind, number in words[5:]),
    )

    assert {answer.status_code for answer in answers} == {200, 201}
    assert len(await titles(workspace.owner, "/search?q=zeppelin")) == 9
    assert await seen(outsider, found) == set()


async def test_other_workspaces_know_nothing_of_it(workspace: TestWorkspace, workspaces: object) -> None:
    found = await records(workspace)
    stranger = (await workspaces.make()).owner  # type: ignore[attr-defined]  # the fixture makes workspaces
    comment = await said(workspace.owner, "customer", found["customer"])

    assert (await stranger.client.get(f"{API}/comments/{comment['id']}")).status_code == 404
    assert (await say(stranger, "customer", found["customer"])).status_code == 404
    assert (await say(stranger, "customer", found["customer"], at_mention(workspace.owner))).status_code == 404
