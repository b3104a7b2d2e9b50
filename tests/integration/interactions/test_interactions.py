"""What people record themselves: calls, meetings, notes."""

from typing import Any

import pytest

from tests.support.workspace import BASE, TestWorkspace, Workspaces

CALL = {"channel": "call", "occurred_at": "2026-11-20T08:15:00Z", "text": "Petri asked to move the go-live to week 6."}


@pytest.fixture
async def workspace(workspaces: Workspaces) -> TestWorkspace:
    """A fresh workspace."""
    return await workspaces.make()


async def _read(workspace: TestWorkspace, path: str, **query: Any) -> dict[str, Any]:
    answer = await workspace.client.get(f"{BASE}{path}", params=query)
    assert answer.status_code == 200, answer.text
    found: dict[str, Any] = answer.json()
    return found


async def _contact(workspace: TestWorkspace) -> dict[str, Any]:
    customer = await workspace.create("/customers", name="Northwind Logistics")
    return await workspace.create("/contacts", customer_id=customer["id"], name="Petri Aho")


async def test_a_call_with_a_contact_is_on_the_timelines_of_contact_and_customer(workspace: TestWorkspace) -> None:
    contact = await _contact(workspace)
    people = [
        {"role": "from", "contact_id": contact["id"], "name": "Petri Aho"},
        {"role": "attendee", "user_id": str(workspace.owner.user_id)},
    ]
    call = await workspace.create("/interactions", **CALL, contact_id=contact["id"], participants=people)

    assert call["customer_id"] == contact["customer_id"]
    assert call["author_id"] == str(workspace.owner.user_id)
    assert call["snippet"] == CALL["text"]
    assert [person["role"] for person in call["participants"]] == ["from", "attendee"]
    read = await _read(workspace, f"/interactions/{call['id']}")
    assert {**read, "occurred_at": call["occurred_at"]} == call
    for path in (f"/customers/{contact['customer_id']}", f"/contacts/{contact['id']}"):
        (item,) = (await _read(workspace, f"{path}/timeline"))["items"]
        assert (item["id"], item["title"], item["actor_name"]) == (call["id"], CALL["text"], "Petri Aho")


async def test_lists_are_filtered_by_what_an_interaction_belongs_to(workspace: TestWorkspace) -> None:
    contact = await _contact(workspace)
    project = await workspace.create("/projects", name="Move")
    belongs = {"contact_id": contact["id"], "project_ids": [project["id"]]}
    call = await workspace.create("/interactions", **CALL, **belongs)
    note = {**CALL, "channel": "note", "direction": "internal", "occurred_at": "2026-11-21T08:15:00Z"}
    other = await workspace.create("/interactions", **note, thread_id=call["thread_id"])

    newest_first = (await _read(workspace, "/interactions"))["items"]
    assert [item["id"] for item in newest_first] == [other["id"], call["id"]]
    filters = {
        "customer_id": contact["customer_id"],
        "contact_id": contact["id"],
        "project_id": project["id"],
        "channel": "call",
        "direction": "inbound",
    }
    for name, value in filters.items():
        assert [item["id"] for item in (await _read(workspace, "/interactions", **{name: value}))["items"]] == [
            call["id"]
        ], name
    assert len((await _read(workspace, "/interactions", thread_id=call["thread_id"]))["items"]) == 2


async def test_html_is_stored_harmless_and_gives_the_text_where_there_is_none(workspace: TestWorkspace) -> None:
    html = "<p>Dear <b>Ann</b></p><script>alert(1)</script>"
    made = await workspace.create("/interactions", channel="email", occurred_at=CALL["occurred_at"], html=html)

    assert (made["html"], made["text"]) == ("<p>Dear <b>Ann</b></p>", "Dear Ann")


async def test_a_change_moves_it_to_the_other_customers_timeline(workspace: TestWorkspace) -> None:
    contact = await _contact(workspace)
    other = await workspace.create("/customers", name="Alaberg")
    call = await workspace.create("/interactions", **CALL, contact_id=contact["id"])
    path = f"{BASE}/interactions/{call['id']}"
    changed = await workspace.client.patch(path, json={"customer_id": other["id"], "text": "Corrected"})

    assert changed.status_code == 200
    assert (changed.json()["customer_id"], changed.json()["contact_id"]) == (other["id"], None)
    assert changed.json()["snippet"] == "Corrected"
    assert changed.json()["version"] == call["version"] + 1
    assert (await _read(workspace, f"/customers/{contact['customer_id']}/timeline"))["items"] == []
    assert len((await _read(workspace, f"/customers/{other['id']}/timeline"))["items"]) == 1
    stale = await workspace.client.patch(path, json={"text": "x"}, headers={"If-Match": f'"{call["version"]}"'})
    assert stale.status_code == 412


async def test_a_deleted_interaction_is_gone_everywhere(workspace: TestWorkspace) -> None:
    contact = await _contact(workspace)
    call = await workspace.create("/interactions", **CALL, contact_id=contact["id"])
    assert len((await _read(workspace, "/search", q="go-live", types="interaction"))["items"]) == 1

    assert (await workspace.client.delete(f"{BASE}/interactions/{call['id']}")).status_code == 204
    assert (await workspace.client.get(f"{BASE}/interactions/{call['id']}")).status_code == 404
    assert (await _read(workspace, f"/contacts/{contact['id']}/timeline"))["items"] == []
    assert (await _read(workspace, "/search", q="go-live", types="interaction"))["items"] == []


@pytest.mark.parametrize(
    ("field", "pointer"),
    [("customer_id", "/customer_id"), ("contact_id", "/contact_id"), ("thread_id", "/thread_id")],
)
async def test_what_it_belongs_to_must_be_there(workspace: TestWorkspace, field: str, pointer: str) -> None:
    answer = await workspace.client.post(f"{BASE}/interactions", json={**CALL, field: str(workspace.id)})

    assert answer.status_code == 404
    assert answer.json()["errors"][0]["pointer"] == pointer


@pytest.mark.parametrize(
    ("change", "pointer"),
    [
        ({"channel": "telepathy"}, "/channel"),
        ({"occurred_at": "2026-11-20T08:15:00"}, "/occurred_at"),
        ({"participants": [{"role": "from"}]}, "/participants/0"),
        ({"subject": "two\nlines"}, "/subject"),
        ({"text": "nul \x00"}, "/text"),
        ({"snippet": "mine"}, "/snippet"),
        ({"matched_by": "thread"}, "/matched_by"),
    ],
)
async def test_what_cannot_be_recorded_is_refused_by_field(
    workspace: TestWorkspace, change: dict[str, Any], pointer: str
) -> None:
    answer = await workspace.client.post(f"{BASE}/interactions", json={**CALL, **change})

    assert answer.status_code == 422
    assert answer.json()["errors"][0]["pointer"] == pointer


async def test_a_contact_of_one_customer_cannot_speak_for_another(workspace: TestWorkspace) -> None:
    contact = await _contact(workspace)
    other = await workspace.create("/customers", name="Alaberg")
    body = {**CALL, "contact_id": contact["id"], "customer_id": other["id"]}
    answer = await workspace.client.post(f"{BASE}/interactions", json=body)

    assert answer.status_code == 422
    assert answer.json()["errors"][0]["pointer"] == "/contact_id"


async def test_a_private_project_hides_its_interactions_from_those_who_are_not_on_it(workspaces: Workspaces) -> None:
    workspace = await workspaces.make()
    project = await workspace.create("/projects", name="Merger", is_private=True)
    call = await workspace.create("/interactions", **CALL, project_ids=[project["id"]])
    outsider = await workspace.join("member")

    assert (await outsider.client.get(f"{BASE}/interactions/{call['id']}")).status_code == 404
    assert (await outsider.client.get(f"{BASE}/interactions")).json()["items"] == []
    assert (await outsider.client.patch(f"{BASE}/interactions/{call['id']}", json={"text": "x"})).status_code == 404
    body = {**CALL, "project_ids": [project["id"]]}
    assert (await outsider.client.post(f"{BASE}/interactions", json=body)).status_code == 404


@pytest.mark.requirement("R16")
@pytest.mark.parametrize("field", ["contact_id", "user_id"])
async def test_a_participant_nobody_knows_is_told_by_their_place(
    field: str, workspace: TestWorkspace, workspaces: Workspaces
) -> None:
    elsewhere = await workspaces.make()
    foreign = {"contact_id": (await _contact(elsewhere))["id"], "user_id": str(elsewhere.owner.user_id)}
    own = {"contact_id": (await _contact(workspace))["id"], "user_id": str(workspace.owner.user_id)}

    for unknown in (foreign[field], "0190b6a0-0000-7000-8000-000000000001"):
        people = [{"role": "from", **own}, {"role": "to", field: unknown}]
        answer = await workspace.client.post(f"{BASE}/interactions", json={**CALL, "participants": people})
        assert answer.status_code == 404
        assert [error["pointer"] for error in answer.json()["errors"]] == [f"/participants/1/{field}"]
    assert (await _read(workspace, "/interactions"))["items"] == []
