"""The first thread as a person walks it: from sign-up to a real mail on the right timeline, live."""

import time

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import saving
from tests.browser.product import Product

PASSWORD = "a quiet river at dawn"
MAIL = """From: Petri Aho <petri.aho@northwind.example>\r
To: team@lindqvist.example\r
Subject: Late news on slips\r
Message-ID: <late-{stamp}@northwind.example>\r
Date: Fri, 20 Nov 2026 10:15:00 +0200\r
Content-Type: text/plain; charset=utf-8\r
\r
We heard of the delay from the site, not from you.\r
"""


def textbox(scope: Page | Locator, name: str) -> Locator:
    return scope.get_by_role("textbox", name=name)


@pytest.fixture
def founder(page: Page) -> tuple[Page, str]:
    """A page on Today of a fresh workspace, and the address that signed up."""
    email = f"eva-{time.time_ns()}@lindqvist.example"
    page.goto("/sign-up")
    textbox(page, "Your name").fill("Eva Lindqvist")
    textbox(page, "Workspace name").fill("Lindqvist Consulting")
    textbox(page, "Email address").fill(email)
    textbox(page, "Password").fill(PASSWORD)
    page.get_by_role("button", name="Create account").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Eva")
    return page, email


def add_customer(page: Page, name: str) -> None:
    page.get_by_role("navigation", name="Main").get_by_role("link", name="Customers").click()
    page.get_by_role("button", name="New customer").first.click()
    dialog = page.get_by_role("dialog", name="New customer")
    textbox(dialog, "Name").fill(name)
    dialog.get_by_role("button", name="Create customer").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text(name)


def add_person(page: Page, name: str, email: str) -> None:
    page.get_by_role("button", name="Add person").click()
    dialog = page.get_by_role("dialog")
    textbox(dialog, "Name").fill(name)
    addresses = dialog.get_by_label("Email addresses")
    addresses.fill(email)
    addresses.press("Enter")
    dialog.get_by_role("button", name="Save").click()
    expect(page.get_by_role("region", name="People")).to_contain_text(name)


def add_project(page: Page, name: str) -> None:
    page.get_by_role("region", name="Projects").get_by_role("button", name="New project").click()
    dialog = page.get_by_role("dialog", name="New project")
    textbox(dialog, "Name").fill(name)
    dialog.get_by_role("button", name="Create project").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text(name)


def test_a_real_mail_reaches_the_open_timeline_the_bell_and_the_mailbox(
    founder: tuple[Page, str], product: Product
) -> None:
    page, email = founder
    add_customer(page, "Northwind Logistics")
    customer_url = page.url
    add_person(page, "Petri Aho", "petri.aho@northwind.example")
    add_project(page, "Warehouse automation")
    page.goto(customer_url)
    timeline = page.get_by_role("region", name="Timeline")
    expect(timeline).to_be_visible()

    with product.signed_in(email, PASSWORD) as client:
        source = client.post("/inbound-sources", json={"kind": "email", "provider": "raw"}).json()
    answer = product.post_mail(source, MAIL.format(stamp=time.time_ns()).encode())

    assert answer.is_success, answer.text
    expect(timeline).to_contain_text("Late news on slips", timeout=3_000)
    expect(page.get_by_role("link", name="Notifications, 1 unread")).to_be_visible()
    page.goto("/settings/mailbox")
    expect(page.get_by_role("main")).to_contain_text("Late news on slips")


def test_a_task_moves_on_the_board_by_menu_and_stays_moved(founder: tuple[Page, str]) -> None:
    page, _ = founder
    add_customer(page, "Northwind Logistics")
    add_project(page, "Warehouse automation")
    page.get_by_role("link", name="Board").click()
    page.get_by_role("button", name="New task").first.click()
    dialog = page.get_by_role("dialog", name="New task")
    textbox(dialog, "Title").fill("Agree the cut-over weekend")
    dialog.get_by_role("button", name="Create task").click()

    page.get_by_role("button", name="Actions for Agree the cut-over weekend").click()
    doing = page.get_by_role("list", name="Doing")

    with saving(page):
        page.get_by_role("menuitem", name="Move to Doing").click()
        expect(doing).to_contain_text("Agree the cut-over weekend")
    page.reload()
    expect(doing).to_contain_text("Agree the cut-over weekend")


def test_a_task_moves_on_the_board_by_drag(founder: tuple[Page, str]) -> None:
    page, _ = founder
    add_customer(page, "Northwind Logistics")
    add_project(page, "Warehouse automation")
    page.get_by_role("link", name="Board").click()
    page.get_by_role("button", name="New task").first.click()
    dialog = page.get_by_role("dialog", name="New task")
    textbox(dialog, "Title").fill("Draft the rollback plan")
    dialog.get_by_role("button", name="Create task").click()
    card = page.get_by_role("listitem").filter(has_text="Draft the rollback plan")
    done = page.get_by_role("list", name="Done")

    with saving(page):
        card.drag_to(page.get_by_role("heading", name="Done"))
        expect(done).to_contain_text("Draft the rollback plan")
    page.reload()
    expect(done).to_contain_text("Draft the rollback plan")


def test_the_palette_finds_a_record_in_spite_of_a_typing_error(founder: tuple[Page, str]) -> None:
    page, _ = founder
    add_customer(page, "Northwind Logistics")
    page.get_by_role("navigation", name="Main").get_by_role("link", name="Today").click()

    page.keyboard.press("Control+k")
    page.get_by_placeholder("Search everything, or type a command").fill("northwnd")
    page.get_by_role("dialog").get_by_text("Northwind Logistics").first.click()

    expect(page.get_by_role("heading", level=1)).to_contain_text("Northwind Logistics")
