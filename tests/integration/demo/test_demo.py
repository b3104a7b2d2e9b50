"""The demo: loaded once, whole, quickly, through the services, and without telling anybody."""

import json
import stat
import time
from pathlib import Path

import pytest
from fastapi import FastAPI
from httpx2 import ASGITransport, AsyncClient

from services.api.demo.credentials import Credentials
from services.api.demo.main import DemoRefused, ensure_demo
from services.kit.settings import Settings
from tests.support.engines import Engines

EVENTS = """
SELECT e.type, e.actor FROM rapport.events e JOIN rapport.workspaces w ON w.id = e.workspace_id
JOIN rapport.users u ON u.id = w.created_by WHERE u.email = $1 AND e.type <> 'session.opened'
"""


def is_empty(folder: Path) -> bool:
    """Whether nothing was written there."""
    return not any(folder.iterdir())


@pytest.fixture(scope="module")
def at_home(settings: Settings, tmp_path_factory: pytest.TempPathFactory) -> Settings:
    return settings.model_copy(update={"data_dir": str(tmp_path_factory.mktemp("demo"))})


@pytest.fixture(scope="module")
async def demo(at_home: Settings) -> tuple[Credentials, float]:
    began = time.perf_counter()
    credentials = await ensure_demo(at_home)
    return credentials, time.perf_counter() - began


@pytest.fixture
async def eva(app: FastAPI, demo: tuple[Credentials, float]) -> AsyncClient:
    credentials, _ = demo
    client = AsyncClient(transport=ASGITransport(app=app), base_url="http://127.0.0.1:8000")
    form = {"username": credentials.email, "password": credentials.password}
    answer = await client.post("/api/v1/auth/token", data=form)
    assert answer.status_code == 200, answer.text
    client.headers["Authorization"] = f"Bearer {answer.json()['access_token']}"
    return client


async def test_it_loads_within_ten_seconds(demo: tuple[Credentials, float]) -> None:
    assert demo[1] < 10


async def test_the_password_is_kept_for_its_owner_only(demo: tuple[Credentials, float], at_home: Settings) -> None:
    file = Path(at_home.data_dir) / "demo.json"

    assert json.loads(file.read_text()) == {"email": "eva@lindqvist.example", "password": demo[0].password}
    assert stat.S_IMODE(file.stat().st_mode) == 0o600


async def test_loading_again_changes_nothing_and_says_the_same(
    demo: tuple[Credentials, float], eva: AsyncClient, at_home: Settings
) -> None:
    before = (await eva.get("/api/v1/customers", params={"limit": 200})).json()

    assert await ensure_demo(at_home) == demo[0]
    assert (await eva.get("/api/v1/customers", params={"limit": 200})).json() == before


async def test_the_signed_in_owner_finds_a_believable_workspace(eva: AsyncClient) -> None:
    customers = (await eva.get("/api/v1/customers")).json()["items"]
    projects = (await eva.get("/api/v1/projects")).json()["items"]
    northwind = next(customer for customer in customers if customer["name"] == "Northwind Logistics")
    warehouse = next(project for project in projects if project["key"] == "WAR")
    contacts = (await eva.get("/api/v1/contacts", params={"customer_id": northwind["id"]})).json()["items"]
    tasks = (await eva.get(f"/api/v1/projects/{warehouse['id']}/tasks", params={"limit": 200})).json()["items"]

    assert northwind["domains"] == ["northwind.example"]
    assert {contact["name"] for contact in contacts} == {"Petri Aho", "Laura Heino", "Mikko Salo"}
    assert {customer["kind"] for customer in customers} == {"company", "person", "internal"}
    assert {project["status"] for project in projects} == {"active", "on_hold", "closed", "draft"}
    assert {task["status"] for task in tasks} == {"todo", "doing", "blocked", "done"}
    assert len(warehouse["member_ids"]) == 4


async def test_its_workspace_is_known_as_the_demo(eva: AsyncClient) -> None:
    answer = await eva.get("/api/v1/workspace")

    assert answer.json()["is_demo"] is True


async def test_the_timeline_reaches_back_months_and_nothing_lies_in_the_future(eva: AsyncClient) -> None:
    customers = (await eva.get("/api/v1/customers", params={"q": "Northwind"})).json()["items"]
    path = f"/api/v1/customers/{customers[0]['id']}/timeline"
    items = (await eva.get(path, params={"limit": 200})).json()["items"]
    days = [item["occurred_at"][:10] for item in items]

    assert next(item["title"] for item in items if item["type"] == "interaction") == "Late news on slips"
    assert len(set(days)) > 10
    assert days == sorted(days, reverse=True)
    assert days[0] <= time.strftime("%Y-%m-%d", time.gmtime())


async def test_customers_have_answered_and_one_of_them_is_unhappy(eva: AsyncClient) -> None:
    answers = (await eva.get("/api/v1/survey-responses")).json()["items"]
    low = [answer for answer in answers if answer["standing"] == "low"]
    summary = (await eva.get("/api/v1/survey-responses/summary")).json()

    assert {answer["metric"] for answer in answers} == {"nps", "csat", "ces"}
    assert all(answer["contact_id"] and answer["customer_id"] for answer in answers)
    assert [(answer["score"], answer["respondent_name"]) for answer in low] == [(3, "Petri Aho")]
    assert low[0]["comment"].startswith("The work is good.")
    assert summary["state"] == "measured"


async def test_colleagues_talk_about_a_task_that_is_stuck_and_watch_their_customers(eva: AsyncClient) -> None:
    found = (await eva.get("/api/v1/search", params={"q": "escalate", "types": "comment"})).json()["items"]
    subject = (await eva.get(f"/api/v1/comments/{found[0]['id']}")).json()["subject"]
    about = {"subject_kind": subject["kind"], "subject_id": subject["id"]}
    comments = (await eva.get("/api/v1/comments", params=about)).json()["items"]
    watchers = (await eva.get("/api/v1/watchers", params=about)).json()["items"]

    assert subject["kind"] == "task"
    assert [comment["author_name"] for comment in comments] == ["Amira Haddad", "Jonas Weber", "Sofia Nyberg"]
    assert {watcher["name"] for watcher in watchers} == {"Amira Haddad", "Jonas Weber", "Sofia Nyberg"}


async def test_every_event_says_that_an_import_caused_it(demo: tuple[Credentials, float], engines: Engines) -> None:
    connection = await engines.superuser()
    rows = await connection.fetch(EVENTS, demo[0].email)
    await connection.close()

    assert {"member.joined", "interaction.recorded", "survey_response.received", "milestone.updated"} <= {
        r["type"] for r in rows
    }
    assert all(json.loads(row["actor"])["is_import"] is True for row in rows)


async def test_mails_wait_for_the_worker_as_it_opens(eva: AsyncClient) -> None:
    waiting = (await eva.get("/api/v1/inbound-messages")).json()["items"]
    sources = (await eva.get("/api/v1/inbound-sources")).json()["items"]

    assert [message["status"] for message in waiting] == ["received"] * 3
    assert all(source["last_received_at"] for source in sources)


async def test_it_refuses_where_others_could_sign_in(settings: Settings, tmp_path: Path) -> None:
    elsewhere = Settings(
        database_url=settings.database_url,
        secret_key=settings.secret_key,
        public_url="https://crm.example.org",
        data_dir=str(tmp_path),
    )

    with pytest.raises(DemoRefused, match="PUBLIC_URL"):
        await ensure_demo(elsewhere)
    assert is_empty(tmp_path)


async def test_it_says_so_when_it_was_loaded_from_another_folder(
    demo: tuple[Credentials, float], settings: Settings, tmp_path: Path
) -> None:
    with pytest.raises(DemoRefused, match="DATA_DIR"):
        await ensure_demo(settings.model_copy(update={"data_dir": str(tmp_path)}))
    assert is_empty(tmp_path)
