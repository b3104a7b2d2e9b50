"""An answered survey is where people look for it, can be moved, and follows its project's privacy."""

from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest

from services.api.feedback.responses.domain import Scale
from services.kit.ids import new_id
from tests.support.answers import SUBMITTED_AT, answer, read, source_of
from tests.support.workspace import BASE, TestWorkspace, Workspaces


@pytest.fixture
async def workspace(workspaces: Workspaces) -> TestWorkspace:
    return await workspaces.make()


@pytest.fixture
async def northwind(workspace: TestWorkspace) -> dict[str, Any]:
    """A customer with a contact and one open project; their ids by what they are."""
    customer = await workspace.create("/customers", name="Northwind Logistics", domains=["northwind.example"])
    contact = await workspace.create(
        "/contacts", customer_id=customer["id"], name="Petri Aho", emails=["petri.aho@northwind.example"]
    )
    project = await workspace.create("/projects", name="Rollout", key="ROL", customer_ids=[customer["id"]])
    return {"customer": customer["id"], "contact": contact["id"], "project": project["id"]}


async def test_an_answer_of_a_contact_is_on_the_timelines_of_contact_customer_and_their_open_project(
    workspace: TestWorkspace, northwind: dict[str, Any]
) -> None:
    recorded = await answer(workspace)
    shown = await read(workspace, f"/survey-responses/{recorded.response.id}")

    assert {name: shown[f"{name}_id"] for name in northwind} == northwind
    assert (shown["matched_by"], shown["metric"], shown["score"], shown["normalized"]) == ("contact", "nps", 3, 30)
    assert (shown["standing"], shown["scale"]) == ("low", {"lowest": 0, "highest": 10})
    assert shown["answers"][0] == {"question": "How likely are you to recommend us?", "answer": "3"}
    for kind, record in northwind.items():
        (item,) = (await read(workspace, f"/{kind}s/{record}/timeline", type="survey_response"))["items"]
        assert item["id"] == shown["id"]
        assert (item["title"], item["score"], item["highest"]) == ("Project pulse", 3, 10)
        assert item["snippet"] == "We heard of the delay from the site, not from you."
        assert (item["actor_name"], item["metric"], item["standing"]) == ("Petri Aho", "nps", "low")
    customer = await read(workspace, f"/customers/{northwind['customer']}")
    assert customer["last_interaction_at"].startswith("2026-11-20T08:15")


async def test_hidden_fields_of_the_survey_decide_where_it_belongs(
    workspace: TestWorkspace, northwind: dict[str, Any]
) -> None:
    other = await workspace.create("/projects", name="Second", key="SEC", customer_ids=[northwind["customer"]])
    by_key = (await answer(workspace, hidden={"project": "sec"}, respondent_address="")).response
    by_id = (await answer(workspace, hidden={"contact_id": northwind["contact"]}, respondent_address="")).response
    unknown = (await answer(workspace, hidden={"customer_id": str(new_id())}, respondent_address="")).response

    assert (str(by_key.project_id), str(by_key.customer_id)) == (other["id"], northwind["customer"])
    assert (by_key.matched_by, by_id.matched_by, unknown.matched_by) == ("hidden", "hidden", None)
    assert (str(by_id.contact_id), by_id.project_id) == (northwind["contact"], None)


async def test_the_same_answer_twice_is_recorded_once_and_a_changed_one_is_a_new_version(
    workspace: TestWorkspace, northwind: dict[str, Any]
) -> None:
    source_id, external_id = await source_of(workspace), "r-1"
    first = await answer(workspace, source_id=source_id, external_id=external_id)
    again = await answer(workspace, source_id=source_id, external_id=external_id)
    assert (again.is_new, again.response.id, again.response.version) == (False, first.response.id, 1)

    changed = await answer(workspace, source_id=source_id, external_id=external_id, score=9, comment="Much better.")
    shown = await read(workspace, f"/survey-responses/{first.response.id}")
    (item,) = (await read(workspace, f"/projects/{northwind['project']}/timeline", type="survey_response"))["items"]
    assert (changed.response.version, shown["score"], shown["standing"]) == (2, 9, "good")
    assert (item["score"], item["snippet"]) == (9, "Much better.")


async def test_an_answer_of_nobody_we_know_finds_its_customer_when_it_comes_again(workspace: TestWorkspace) -> None:
    source_id = await source_of(workspace)
    stranger = await answer(workspace, source_id=source_id, external_id="r-1")
    assert stranger.reason is not None
    customer = await workspace.create("/customers", name="Northwind", domains=["northwind.example"])
    again = await answer(workspace, source_id=source_id, external_id="r-1")
    assert (again.reason, str(again.response.customer_id)) == (None, customer["id"])
    assert again.response.matched_by == "domain"


async def test_lists_are_newest_first_and_filtered(workspace: TestWorkspace, northwind: dict[str, Any]) -> None:
    older = await answer(workspace, submitted_at=SUBMITTED_AT - timedelta(days=2))
    newer = await answer(workspace, metric="csat", score=5, scale=Scale(1, 5), provider="typeform")
    ids = [str(one.response.id) for one in (newer, older)]

    async def listed(**query: Any) -> list[str]:
        return [item["id"] for item in (await read(workspace, "/survey-responses", **query))["items"]]

    assert await listed() == ids
    assert await listed(sort="submitted_at") == ids[::-1]
    page = await read(workspace, "/survey-responses", limit=1)
    assert await listed(limit=1, cursor=page["next_cursor"]) == ids[1:]
    for name, record in northwind.items():
        assert await listed(**{f"{name}_id": record}) == ids
        assert await listed(**{f"{name}_id": str(new_id())}) == []
    assert await listed(q="HEARD of") == await listed(q="pulse") == await listed(q="aho") == ids
    assert await listed(q="100%") == []
    assert await listed(metric="csat") == await listed(provider="typeform") == await listed(standing="good") == ids[:1]


async def test_a_person_moves_an_answer_and_a_contact_brings_their_customer(
    workspace: TestWorkspace, northwind: dict[str, Any]
) -> None:
    alaberg = await workspace.create("/customers", name="Alaberg Bank")
    ingrid = await workspace.create("/contacts", customer_id=alaberg["id"], name="Ingrid Solheim")
    recorded = (await answer(workspace)).response
    path = f"{BASE}/survey-responses/{recorded.id}"

    stale = await workspace.client.patch(path, json={"contact_id": ingrid["id"]}, headers={"If-Match": '"7"'})
    assert stale.status_code == 412
    body = {"contact_id": ingrid["id"], "project_id": None}
    moved = await workspace.client.patch(path, json=body, headers={"If-Match": '"1"'})
    assert moved.status_code == 200, moved.text
    shown = moved.json()
    assert (shown["customer_id"], shown["project_id"], shown["matched_by"]) == (alaberg["id"], None, "hand")
    assert moved.headers["ETag"] == '"2"'
    assert (await read(workspace, f"/customers/{northwind['customer']}/timeline", type="survey_response"))[
        "items"
    ] == []
    wrong = await workspace.client.patch(path, json={"contact_id": ingrid["id"], "customer_id": northwind["customer"]})
    assert wrong.json()["errors"][0]["pointer"] == "/contact_id"
    elsewhere = await workspace.client.patch(path, json={"customer_id": northwind["customer"]})
    assert elsewhere.json()["contact_id"] is None


async def test_an_unknown_project_is_told_at_its_field(workspace: TestWorkspace) -> None:
    recorded = (await answer(workspace)).response
    path = f"{BASE}/survey-responses/{recorded.id}"
    refused = await workspace.client.patch(path, json={"project_id": str(new_id())})
    assert (refused.status_code, refused.json()["errors"][0]["pointer"]) == (404, "/project_id")


async def test_a_deleted_answer_is_gone_everywhere(workspace: TestWorkspace, northwind: dict[str, Any]) -> None:
    recorded = (await answer(workspace)).response
    deleted = await workspace.client.delete(f"{BASE}/survey-responses/{recorded.id}", headers={"If-Match": '"1"'})
    assert deleted.status_code == 204
    assert (await workspace.client.get(f"{BASE}/survey-responses/{recorded.id}")).status_code == 404
    assert (await read(workspace, f"/contacts/{northwind['contact']}/timeline"))["items"] == []
    assert (await read(workspace, "/search", q="pulse"))["items"] == []


async def test_it_is_found_by_its_survey_its_words_and_who_answered(workspace: TestWorkspace) -> None:
    recorded = (await answer(workspace)).response
    for words in ("pulse", "heard delay", "petri"):
        (found,) = (await read(workspace, "/search", q=words, types="survey_response"))["items"]
        assert found["id"] == str(recorded.id)


async def test_it_follows_its_project_into_privacy_and_out_again(
    workspace: TestWorkspace, northwind: dict[str, Any]
) -> None:
    recorded = (await answer(workspace)).response
    outsider = await workspace.join("manager")
    paths = [f"/survey-responses/{recorded.id}", f"/customers/{northwind['customer']}/timeline", "/search?q=pulse"]

    async def seen() -> list[bool]:
        answers = [await outsider.client.get(f"{BASE}{path}") for path in paths]
        return [one.is_success and str(recorded.id) in one.text for one in answers]

    assert await seen() == [True, True, True]
    for is_private in (True, False):
        change = {"is_private": is_private}
        assert (await workspace.client.patch(f"{BASE}/projects/{northwind['project']}", json=change)).is_success
        assert await seen() == [not is_private] * 3


async def test_the_summary_counts_what_its_reader_sees_and_says_when_that_is_too_little(
    workspace: TestWorkspace, northwind: dict[str, Any]
) -> None:
    for score in (2, 9):
        await answer(workspace, score=score)
    few = await read(workspace, "/survey-responses/summary", customer_id=northwind["customer"])
    assert (few["state"], few["scored"], few["average"]) == ("too_little_data", 2, None)
    await answer(workspace, score=10)
    await answer(workspace, score=None, metric="custom")
    summary = await read(workspace, "/survey-responses/summary", project_id=northwind["project"])
    assert (summary["state"], summary["scored"], summary["average"]) == ("measured", 3, 70)
    assert summary["items"] == [
        {
            "metric": "nps",
            "scored": 3,
            "average": 70,
            "good": 2,
            "middling": 0,
            "low": 1,
            "net_promoter_score": 33.3,
        }
    ]
    nothing = await read(workspace, "/survey-responses/summary", customer_id=str(new_id()))
    assert nothing["items"] == []


async def test_what_customer_contact_and_project_leave_behind_stays(
    workspace: TestWorkspace, northwind: dict[str, Any]
) -> None:
    recorded = (await answer(workspace, source_id=await source_of(workspace))).response
    sources = await read(workspace, "/inbound-sources")
    for path in (
        f"/inbound-sources/{sources['items'][0]['id']}",
        f"/projects/{northwind['project']}",
        f"/customers/{northwind['customer']}",
    ):
        assert (await workspace.client.delete(f"{BASE}{path}")).status_code == 204
    shown = await read(workspace, f"/survey-responses/{recorded.id}")
    assert [shown[f"{name}_id"] for name in ("customer", "contact", "project", "source")] == [None] * 4
    assert shown["score"] == 3
    assert UUID(shown["id"]) == recorded.id
