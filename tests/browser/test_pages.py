"""Every page in both themes, on a desk and on a phone: accessible (WCAG 2.2 AA by axe), never wider than the screen."""

from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.browser.conftest import sign_in
from tests.browser.product import Product

DESK, PHONE = {"width": 1440, "height": 900}, {"width": 390, "height": 844}
NARROWEST = 320
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
AUDIT = """tags => axe.run(document, {runOnly: tags})
  .then(found => found.violations.map(one => [one.id, one.nodes.map(node => node.html)]))"""
IS_WIDE = "document.documentElement.scrollWidth > window.innerWidth"
PUBLIC = (
    "/sign-in",
    "/sign-up",
    "/unsubscribe/unknown",
    "/forgot-password",
    "/reset-password#unknown",
    "/accept-invitation#unknown",
)


@pytest.fixture(scope="module")
def addresses(product: Product) -> list[str]:
    """One address of every page, with records of the demo."""
    with product.signed_in(*product.demo) as client:
        customer = client.get("/customers", params={"q": "Northwind"}).json()["items"][0]["id"]
        contact = client.get("/contacts", params={"customer_id": customer}).json()["items"][0]["id"]
        project = client.get("/projects", params={"customer_id": customer}).json()["items"][0]["id"]
        task = client.get(f"/projects/{project}/tasks").json()["items"][0]["id"]
        answer = client.get("/survey-responses", params={"standing": "low"}).json()["items"][0]["id"]
        interaction = client.get("/interactions", params={"customer_id": customer}).json()["items"][0]["id"]
    return [
        "/",
        "/customers",
        f"/customers/{customer}",
        f"/contacts/{contact}",
        "/projects",
        f"/projects/{project}?tab=overview",
        f"/projects/{project}?tab=board",
        f"/projects/{project}?tab=timeline",
        f"/interactions/{interaction}",
        "/feedback",
        f"/feedback/{answer}",
        "/inbound",
        "/inbound?status=all",
        "/inbound?status=sources",
        "/activity",
        f"/projects/{project}?tab=overview&task={task}",
        "/notifications",
        "/settings",
        "/settings/sessions",
        "/settings/notifications",
        "/settings/workspace",
        "/settings/members",
        "/settings/api-keys",
        "/settings/audit",
        "/settings/mailbox",
        "/settings/deliveries",
        "/settings/failed",
    ]


@pytest.fixture(
    params=[(DESK, "light"), (DESK, "dark"), (PHONE, "light"), (PHONE, "dark")], ids=lambda p: f"{p[0]['width']}-{p[1]}"
)
def screen(
    request: pytest.FixtureRequest, browser: Browser, browser_context_args: dict[str, Any]
) -> Iterator[BrowserContext]:
    """A context of one size and theme."""
    size, theme = request.param
    context = browser.new_context(**{**browser_context_args, "viewport": size, "color_scheme": theme})
    yield context
    context.close()


def settle(page: Page) -> None:
    expect(page.get_by_role("main")).to_be_visible()
    expect(page.locator("[data-skeleton], .mantine-Skeleton-root")).to_have_count(0)


def faults(page: Page, axe: str, label: str) -> list[str]:
    page.evaluate(axe)
    found = [f"{label}: {rule} {nodes[:2]}" for rule, nodes in page.evaluate(AUDIT, RULES)]
    return found + ([f"{label}: wider than the screen"] if page.evaluate(IS_WIDE) else [])


def test_every_page_is_accessible_and_fits(
    screen: BrowserContext, product: Product, addresses: list[str], axe: str
) -> None:
    page = screen.new_page()
    found: list[str] = []
    for address in PUBLIC:
        page.goto(address)
        settle(page)
        found += faults(page, axe, address)
    sign_in(page, product)
    for address in addresses:
        page.goto(address)
        settle(page)
        found += faults(page, axe, address)

    assert found == []


def test_dialogs_and_the_palette_are_accessible(screen: BrowserContext, product: Product, axe: str) -> None:
    page = screen.new_page()
    sign_in(page, product)
    page.goto("/customers")
    settle(page)
    page.get_by_role("button", name="New customer").first.click()
    expect(page.get_by_role("dialog")).to_be_visible()
    found = faults(page, axe, "dialog")
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_have_count(0)
    page.keyboard.press("Control+k")
    page.get_by_placeholder("Search everything, or type a command").fill("north")
    expect(page.get_by_role("dialog")).to_contain_text("Northwind Logistics")
    found += faults(page, axe, "palette")

    assert found == []


def test_nothing_is_cut_off_on_the_narrowest_phone(
    browser: Browser, browser_context_args: dict[str, Any], product: Product, addresses: list[str]
) -> None:
    context = browser.new_context(**{**browser_context_args, "viewport": {"width": NARROWEST, "height": 700}})
    page = context.new_page()
    sign_in(page, product)
    wide = []
    for address in addresses:
        page.goto(address)
        settle(page)
        if page.evaluate(IS_WIDE):
            wide.append(address)
    context.close()

    assert wide == []
