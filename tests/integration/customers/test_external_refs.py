"""Records of another system: put by its id as often as it likes, and at once, each is there once."""

import asyncio
from collections import Counter
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

import pytest
from httpx2 import Response

from tests.support.workspace import BASE, TestWorkspace, Workspaces

AT_ONCE = 12


@dataclass(frozen=True)
class Kind:
    """One kind of record that other systems know: where it is, and the least that one says."""

    workspace: TestWorkspace
    path: str
    named: str
    least: dict[str, Any]

    def body(self, name: str, **more: Any) -> dict[str, Any]:
        """A record of this name."""
        return {**self.least, self.named: name, **more}

    async def put(self, external_id: str, body: dict[str, Any], *, system: str = "jira") -> Response:
        """Create or change the record with this id."""
        address = f"{self.path}/by-ref/{system}/{quote(external_id, safe='')}"
        return await self.workspace.client.put(address, json=body)

    async def names(self) -> list[str]:
        """What the records that exist are called."""
        return [one[self.named] for one in (await self.workspace.client.get(self.path)).json()["items"]]


@pytest.fixture(params=["customers", "contacts", "projects", "tasks"])
async def kind(workspaces: Workspaces, request: pytest.FixtureRequest) -> Kind:
    workspace = await workspaces.make()
    path, named, least = f"{BASE}/{request.param}", "name", {}
    if request.param == "contacts":
        least = {"customer_id": (await workspace.create("/customers", name="Northwind"))["id"]}
    if request.param == "tasks":
        project = await workspace.create("/projects", name="Rollout")
        path, named = f"{BASE}/projects/{project['id']}/tasks", "title"
    return Kind(workspace, path, named, least)


async def test_one_of_many_puts_at_once_creates_and_the_others_find_it(kind: Kind) -> None:
    answers = await asyncio.gather(*(kind.put("new", kind.body("Alpha")) for _ in range(AT_ONCE)))

    assert Counter(answer.status_code for answer in answers) == {201: 1, 200: AT_ONCE - 1}
    assert len({answer.json()["id"] for answer in answers}) == 1
    assert await kind.names() == ["Alpha"]


async def test_of_different_puts_at_once_the_last_one_stays(kind: Kind) -> None:
    answers = await asyncio.gather(*(kind.put("new", kind.body(f"Alpha {n}")) for n in range(AT_ONCE)))

    assert Counter(answer.status_code for answer in answers) == {201: 1, 200: AT_ONCE - 1}
    last = max((answer.json() for answer in answers), key=lambda one: one["version"])
    assert (last["version"], await kind.names()) == (AT_ONCE, [last[kind.named]])


async def test_puts_and_posts_that_name_several_ids_in_any_order_never_lock_each_other_out(kind: Kind) -> None:
    references = [{"system": "jira", "id": name} for name in ("one", "two", "three")]
    there, back = kind.body("A", external_refs=references), kind.body("A", external_refs=references[::-1])

    answers = await asyncio.gather(
        *(kind.put(name, body) for name in ("one", "two", "three") for body in (there, back)),
        *(kind.workspace.client.post(kind.path, json=body) for body in (there, back)),
    )

    assert {answer.status_code for answer in answers[:6]} <= {200, 201}, [answer.text for answer in answers]
    assert {answer.status_code for answer in answers[6:]} <= {201, 409}
    assert [answer.status_code for answer in answers].count(201) == 1
    assert len(await kind.names()) == 1


async def test_a_put_finds_what_is_given_its_id_at_the_same_moment(kind: Kind) -> None:
    client = kind.workspace.client
    made = (await client.post(kind.path, json=kind.body("Alpha"))).json()
    given = {"external_refs": [{"system": "jira", "id": "new"}]}

    changed, *put = await asyncio.gather(
        client.patch(f"{kind.path}/{made['id']}", json=given), *(kind.put("new", kind.body("Beta")) for _ in range(4))
    )

    statuses = [answer.status_code for answer in put]
    if changed.status_code == 200:
        assert (statuses, {answer.json()["id"] for answer in put}) == ([200] * 4, {made["id"]})
    else:
        assert (changed.status_code, sorted(statuses)) == (409, [200, 200, 200, 201])


@pytest.mark.parametrize(
    "external_id", ["PROJ/12", "a/b/c", "/lead", "trail/", "a//b", ".../a.b", "50%", "a?b#c", "a b", "tasks/1"]
)
async def test_a_record_is_reached_by_whatever_id_it_was_created_with(kind: Kind, external_id: str) -> None:
    references = [{"system": "sys", "id": external_id}]
    created = await kind.workspace.client.post(kind.path, json=kind.body("Alpha", external_refs=references))

    put = await kind.put(external_id, kind.body("Beta"), system="sys")

    assert (created.status_code, put.status_code) == (201, 200), (created.text, put.text)
    assert put.json()["id"] == created.json()["id"]
    assert await kind.names() == ["Beta"]


@pytest.mark.parametrize(
    ("system", "external_id", "field"),
    [
        ("sys", ".", "id"),
        ("sys", "..", "id"),
        ("sys", " .. ", "id"),
        ("sys", "a/../b", "id"),
        ("sys", "./a", "id"),
        ("a/b", "1", "system"),
        ("..", "1", "system"),
    ],
)
async def test_what_no_address_can_carry_is_refused_with_its_place(
    kind: Kind, system: str, external_id: str, field: str
) -> None:
    client = kind.workspace.client
    made = (await client.post(kind.path, json=kind.body("Alpha"))).json()
    references = [{"system": "jira", "id": "good"}, {"system": system, "id": external_id}]

    refused = [
        await client.post(kind.path, json=kind.body("Beta", external_refs=references)),
        await client.patch(f"{kind.path}/{made['id']}", json={"external_refs": references}),
        await kind.put("good", kind.body("Beta", external_refs=references)),
    ]

    for answer in refused:
        (error,) = answer.json()["errors"]
        assert (answer.status_code, error["pointer"], error["code"]) == (
            422,
            f"/external_refs/1/{field}",
            "not_addressable",
        )
    assert await kind.names() == ["Alpha"]
