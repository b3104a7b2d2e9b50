"""The settings that change something for good: a failed delivery is run again, and the workspace is switched."""

import asyncio
from concurrent.futures import ThreadPoolExecutor
from uuid import UUID, uuid4

import httpx2
import nats
from playwright.sync_api import Page, expect

from deploy.local.nats import NatsServer
from deploy.local.postgres import PostgresServer
from services.contracts.envelope import Envelope, EventActor, Subject
from services.kit.broker import MESSAGE_ID
from services.kit.clock import now
from services.kit.ids import new_id
from tests.browser.conftest import sign_in
from tests.browser.product import Product

PASSWORD = "a-plain-test-passphrase"


def publish_broken(product: Product, workspace_id: str, event_id: UUID) -> None:
    """A message that is no event, on the product's own broker: the notifier can only set it aside."""

    async def publish() -> None:
        client = await nats.connect(NatsServer(product.data_dir / "nats").url)
        subject = f"rapport.{workspace_id}.customer.created"
        await client.jetstream().publish(subject, b"{cut off", headers={MESSAGE_ID: str(event_id)})
        await client.close()

    # The browser's own loop runs in this thread.
    with ThreadPoolExecutor(1) as pool:
        pool.submit(asyncio.run, publish()).result(20)


def mend(product: Product, workspace_id: str, event_id: UUID) -> None:
    """What a release that reads the message would do: the kept payload is made an event."""
    event = Envelope(
        id=event_id,
        type="customer.created",
        occurred_at=now(),
        workspace_id=UUID(workspace_id),
        actor=EventActor(kind="system"),
        subject=Subject(kind="customer", id=new_id()),
        sequence=1,
        correlation_id="tests-browser",
        data={"name": "Kiln Works", "kind": "company", "owner_id": None},
    )
    payload = event.model_dump_json().encode().hex()
    sql = f"UPDATE notifier.dead_letters SET payload = '\\x{payload}' WHERE event_id = '{event_id}'"
    PostgresServer(product.data_dir / "postgres").query(sql, database="rapport")


def test_what_failed_is_run_again_and_leaves_the_list(page: Page, product: Product) -> None:
    with product.signed_in(*product.demo) as client:
        workspace_id = client.get("/me").json()["workspace"]["id"]
    event_id = new_id()
    publish_broken(product, workspace_id, event_id)
    sign_in(page, product)
    page.goto("/settings/failed")
    again = page.get_by_role("button", name="Run again: Customer added")
    expect(again).to_have_count(1)

    again.click()
    # The cause is still there: it comes back with one attempt more.
    expect(page.get_by_text("2 tries")).to_be_visible()
    mend(product, workspace_id, event_id)
    again.click()
    expect(page.get_by_text("Nothing failed")).to_be_visible()


def register(product: Product, workspace_name: str, customer: str) -> str:
    """Somebody new with a workspace of one customer; returns their address."""
    address = f"olga-{uuid4().hex[:8]}@people.example"
    body = {"email": address, "password": PASSWORD, "name": "Olga Berg", "workspace_name": workspace_name}
    answer = httpx2.post(f"{product.url}/api/v1/auth/register", json=body, timeout=10)
    assert answer.status_code == 201, answer.text
    add_customer(product, answer, customer)
    return address


def add_customer(product: Product, entered: httpx2.Response, name: str) -> None:
    """A customer of the workspace that was just entered."""
    headers = {"Authorization": f"Bearer {entered.json()['access_token']}"}
    added = httpx2.post(f"{product.url}/api/v1/customers", json={"name": name}, headers=headers, timeout=10)
    assert added.status_code == 201, added.text


def test_who_switches_the_workspace_sees_the_other_one_and_nothing_of_the_first(page: Page, product: Product) -> None:
    address = register(product, "Berg Consulting", "Kiln Works")
    body = {"email": address, "password": PASSWORD, "workspace_name": "Second Venture"}
    second = httpx2.post(f"{product.url}/api/v1/auth/workspaces", json=body, timeout=10)
    assert second.status_code == 201, second.text
    add_customer(product, second, "Glass House")
    enter(page, address)
    # Signing in leads to the workspace that was used last.
    shows(page, "Glass House", but_not="Kiln Works")

    page.get_by_role("button", name="Olga Berg").click()
    with page.expect_navigation():
        page.get_by_role("menuitem", name="Switch to Berg Consulting").click()
    expect(page.get_by_role("button", name="Olga Berg Berg Consulting")).to_be_visible()
    shows(page, "Kiln Works", but_not="Glass House")

    page.goto("/settings")
    page.get_by_role("button", name="Switch", exact=True).click()
    expect(page.get_by_role("button", name="Olga Berg Second Venture")).to_be_visible()
    shows(page, "Glass House", but_not="Kiln Works")


def enter(page: Page, address: str) -> None:
    """Sign in and wait for Today."""
    page.goto("/sign-in")
    page.get_by_role("textbox", name="Email address").fill(address)
    page.get_by_role("textbox", name="Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Olga")


def shows(page: Page, customer: str, *, but_not: str) -> None:
    """The customers on screen are those of one workspace only."""
    page.goto("/customers")
    expect(page.get_by_role("link", name=customer)).to_be_visible()
    expect(page.get_by_text(but_not)).to_have_count(0)


def test_a_further_workspace_is_started_with_the_password_and_begins_empty(page: Page, product: Product) -> None:
    address = register(product, "Berg Consulting", "Kiln Works")
    enter(page, address)
    page.goto("/settings")
    page.get_by_role("button", name="Start a new workspace").click()
    dialog = page.get_by_role("dialog", name="Start a new workspace")
    dialog.get_by_label("Workspace name").fill("Second Venture")
    dialog.get_by_label("Your password").fill("not-my-passphrase")
    dialog.get_by_role("button", name="Start", exact=True).click()
    expect(dialog.get_by_role("alert")).to_contain_text("password")

    dialog.get_by_label("Your password").fill(PASSWORD)
    dialog.get_by_role("button", name="Start", exact=True).click()
    expect(page.get_by_role("button", name="Olga Berg Second Venture")).to_be_visible()
    page.goto("/customers")
    expect(page.get_by_text("Kiln Works")).to_have_count(0)
    expect(page.get_by_role("button", name="Olga Berg Second Venture")).to_be_visible()
