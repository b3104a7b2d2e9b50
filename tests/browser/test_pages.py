"""Every page in both themes, on a desk and on a phone: accessible (WCAG 2.2 AA by axe), never wider than the screen."""

from collections.abc import Iterator
from typing import Any, Literal

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, ViewportSize, expect

from tests.browser.conftest import sign_in
from tests.browser.product import Product

DESK: ViewportSize = {"width": 1440, "height": 900}
PHONE: ViewportSize = {"width": 390, "height": 844}
NARROWEST: ViewportSize = {"width": 320, "height": 700}
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
# The only rule about colours; what the others look at is the same in both themes.
OF_COLOURS = ["color-contrast"]
THEMES: dict[Literal["light", "dark"], list[str]] = {"light": RULES, "dark": OF_COLOURS}
AUDIT = """rules => axe.run(document, {runOnly: rules})
  .then(found => found.violations.map(one => [one.id, one.nodes.map(node => node.html)]))"""
# Even a motion of no length ends only with the next frame.
PAINTED = "() => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))"
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


@pytest.fixture(params=[DESK, PHONE], ids=["desk", "phone"])
def screen(
    request: pytest.FixtureRequest, browser: Browser, browser_context_args: dict[str, Any]
) -> Iterator[BrowserContext]:
    """A context of one size."""
    context = browser.new_context(**{**browser_context_args, "viewport": request.param})
    yield context
    context.close()


def settle(page: Page) -> None:
    expect(page.get_by_role("main")).to_be_visible()
    expect(page.locator("[data-skeleton], .mantine-Skeleton-root")).to_have_count(0)


def faults(page: Page, axe: str, label: str) -> list[str]:
    """What is wrong with the page as it stands, in the light and in the dark, and on a phone also when it is narrow."""
    found = []
    page.evaluate(axe)
    for theme, rules in THEMES.items():
        page.emulate_media(color_scheme=theme)
        expect(page.locator("html")).to_have_attribute("data-mantine-color-scheme", theme)
        page.evaluate(PAINTED)
        found += [f"{label} {theme}: {rule} {nodes[:2]}" for rule, nodes in page.evaluate(AUDIT, rules)]
    widths = [page.viewport_size, *([NARROWEST] if page.viewport_size == PHONE else [])]
    for size in widths:
        page.set_viewport_size(size)
        found += [f"{label}: wider than {size['width']} pixels"] if page.evaluate(IS_WIDE) else []
    page.set_viewport_size(widths[0])
    return found


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
    field = page.get_by_role("combobox", name="Search everything, or type a command")
    field.fill("north")
    expect(page.get_by_role("dialog")).to_contain_text("Northwind Logistics")
    # The first of the results is highlighted after they are listed; colours seen in between are nobody's.
    chosen = page.locator('[role="option"][aria-selected="true"]')
    expect(chosen).to_have_count(1)
    expect(field).to_have_attribute("aria-activedescendant", chosen.get_attribute("id") or "none")
    page.evaluate(PAINTED)
    found += faults(page, axe, "palette")

    assert found == []
