"""Comments: written, read, changed and taken back, beside the record they are about."""

import asyncio
from uuid import uuid4

import pytest

from services.kit.ids import new_id
from tests.integration.collaboration.records import (
    API,
    KINDS,
    about,
    at_mention,
    records,
    said,
    say,
    titles,
    watching,
)
from tests.support.workspace import TestWorkspace


@pytest.mark.parametrize("kind", KINDS)
async def test_a_comment_shows_where_it_was_written(workspace: TestWorkspace, kind: str) -> None:
    found = await records(workspace)
    comment = await said(workspace.owner, kind, found[kind], "  They call **before** noon.  ")

    assert comment["subject"] == {"kind": kind, "id": found[kind]}
    assert (comment["body"], comment["author_name"]) == ("They call **before** noon.", "The owner")
    assert (await about(workspace.owner, "comments", kind, found[kind])).json()["items"] == [comment]
    assert (await workspace.client.get(f"{API}/comments/{comment['id']}")).json() == comment
    for other in set(KINDS) - {kind}:
        assert (await about(workspace.owner, "comments", other, found[other])).json()["items"] == []


async def test_the_newest_comes_first_unless_asked_otherwise(workspace: TestWorkspace) -> None:
    customer = (await records(workspace))["customer"]
    for words in ("One", "Two", "Three"):
        await said(workspace.owner, "customer", customer, words)
    query = {"subject_kind": "customer", "subject_id": customer, "limit": "2"}
    first = (await workspace.client.get(f"{API}/comments", params=query)).json()
    rest = (await workspace.client.get(f"{API}/comments", params={**query, "cursor": first["next_cursor"]})).json()
    oldest = (await workspace.client.get(f"{API}/comments", params={**query, "sort": "created_at"})).json()

    assert [item["body"] for item in first["items"] + rest["items"]] == ["Three", "Two", "One"]
    assert [item["body"] for item in oldest["items"]] == ["One", "Two"]


async def test_timelines_and_search_show_it_and_lose_it_with_it(workspace: TestWorkspace) -> None:
    found = await records(workspace)
    words = {kind: f"Zeppelin {kind}" for kind in KINDS}
    made = {kind: await said(workspace.owner, kind, found[kind], words[kind]) for kind in KINDS}
    customers, project = f"/customers/{found['customer']}/timeline", f"/projects/{found['project']}/timeline"

    assert sorted(await titles(workspace.owner, customers)) == sorted(words[k] for k in set(KINDS) - {"task"})
    assert sorted(await titles(workspace.owner, project)) == sorted(words[k] for k in set(KINDS) - {"customer"})
    assert sorted(await titles(workspace.owner, "/search?q=zeppelin")) == sorted(words.values())
    for comment in made.values():
        assert (await workspace.client.delete(f"{API}/comments/{comment['id']}")).status_code == 204
    for path in (customers, project, "/search?q=zeppelin"):
        assert await titles(workspace.owner, path) == []


@pytest.mark.parametrize("kind", KINDS)
async def test_what_is_deleted_takes_its_comments_and_watchers_along(workspace: TestWorkspace, kind: str) -> None:
    found = await records(workspace)
    comment = await said(workspace.owner, kind, found[kind], "Zeppelin")
    path = f"/projects/{found['project']}/tasks/{found['task']}" if kind == "task" else f"/{kind}s/{found[kind]}"

    assert (await workspace.client.delete(API + path)).status_code == 204
    assert (await workspace.client.get(f"{API}/comments/{comment['id']}")).status_code == 404
    assert (await about(workspace.owner, "comments", kind, found[kind])).status_code == 404
    assert (await about(workspace.owner, "watchers", kind, found[kind])).status_code == 404
    assert await titles(workspace.owner, "/search?q=zeppelin") == []
    if kind != "customer":
        assert await titles(workspace.owner, f"/customers/{found['customer']}/timeline") == []


async def test_only_the_author_puts_it_in_other_words(workspace: TestWorkspace) -> None:
    customer = (await records(workspace))["customer"]
    author, admin = await workspace.join("member"), await workspace.join("admin")
    comment = await said(author, "customer", customer, "Zepelin")
    path = f"{API}/comments/{comment['id']}"

    refused = await admin.client.patch(path, json={"body": "Mine now"})
    changed = await author.client.patch(path, json={"body": "Zeppelin"}, headers={"If-Match": '"1"'})

    assert (refused.status_code, refused.json()["type"].rpartition("/")[2]) == (403, "not-the-author")
    assert (changed.status_code, changed.headers["ETag"]) == (200, '"2"')
    assert changed.json()["edited_at"] is not None
    assert await titles(author, f"/customers/{customer}/timeline") == ["Zeppelin"]
    assert await titles(author, "/search?q=zeppelin") == ["Zeppelin"]
    unchanged = await author.client.patch(path, json={"body": "Zeppelin"})
    assert unchanged.json()["version"] == 2


async def test_an_admin_may_delete_what_another_member_may_not(workspace: TestWorkspace) -> None:
    customer = (await records(workspace))["customer"]
    author, other = await workspace.join("member"), await workspace.join("manager")
    path = f"{API}/comments/{(await said(author, 'customer', customer))['id']}"

    assert (await other.client.delete(path)).status_code == 403
    assert (await workspace.client.delete(path, headers={"If-Match": '"7"'})).status_code == 412
    assert (await workspace.client.delete(path)).status_code == 204


async def test_two_edits_of_one_version_do_not_both_win(workspace: TestWorkspace) -> None:
    customer = (await records(workspace))["customer"]
    comment = await said(workspace.owner, "customer", customer)
    path = f"{API}/comments/{comment['id']}"

    answers = await asyncio.gather(
        *(
            workspace.client.patch(path, json={"body": f"Version {number}"}, headers={"If-Match": '"1"'})
            for number in range(20)
        )
    )

    assert sorted(answer.status_code for answer in answers) == [200] + [412] * 19
    winner = next(answer.json() for answer in answers if answer.status_code == 200)
    assert (await workspace.client.get(path)).json() == winner


async def test_mentions_are_kept_with_the_names_of_those_they_mean(workspace: TestWorkspace) -> None:
    customer = (await records(workspace))["customer"]
    other = await workspace.join("viewer")
    comment = await said(workspace.owner, "customer", customer, f"Ask {at_mention(other)}")

    assert comment["body"] == f"Ask @[The viewer](user:{other.user_id})"
    assert comment["mentioned_user_ids"] == [str(other.user_id)]
    assert await watching(other, "customer", customer) == {str(other.user_id), str(workspace.owner.user_id)}
    assert await titles(other, f"/customers/{customer}/timeline") == ["Ask @The viewer"]


async def test_a_mention_of_nobody_here_is_refused(workspace: TestWorkspace) -> None:
    customer = (await records(workspace))["customer"]
    answer = await say(workspace.owner, "customer", customer, f"@[Eve](user:{uuid4()})")

    assert answer.status_code == 404
    assert answer.json()["errors"][0]["pointer"] == "/body"


async def test_too_many_mentions_are_refused(workspace: TestWorkspace) -> None:
    customer = (await records(workspace))["customer"]
    answer = await say(workspace.owner, "customer", customer, " ".join(f"@[X](user:{new_id()})" for _ in range(21)))

    assert answer.status_code == 422
    assert answer.json()["errors"][0]["code"] == "too_many_mentions"


@pytest.mark.parametrize("body", ["", "   ", "x" * 10_001, "\x00"])
async def test_a_body_that_says_nothing_or_too_much_is_refused(workspace: TestWorkspace, body: str) -> None:
    customer = (await records(workspace))["customer"]
    answer = await say(workspace.owner, "customer", customer, body)

    assert answer.status_code == 422
    assert answer.json()["errors"][0]["pointer"] == "/body"


async def test_comments_move_with_their_interaction(workspace: TestWorkspace) -> None:
    found = await records(workspace)
    await said(workspace.owner, "interaction", found["interaction"], "Zeppelin")
    other = await workspace.create("/customers", name="Kiln Works")
    moved = await workspace.client.patch(
        f"{API}/interactions/{found['interaction']}", json={"customer_id": other["id"], "project_ids": []}
    )

    assert moved.status_code == 200, moved.text
    assert await titles(workspace.owner, f"/customers/{other['id']}/timeline") == ["Zeppelin"]
    assert await titles(workspace.owner, f"/customers/{found['customer']}/timeline") == []
    assert await titles(workspace.owner, f"/projects/{found['project']}/timeline") == []
