"""Values of several parts are edited where they stand: by keyboard, with the server's words at their field."""

from uuid import uuid4

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.browser.conftest import saving, sign_in
from tests.browser.product import Product
from tests.browser.test_pages import faults, screen, settle

__all__ = ["screen"]


@pytest.fixture
def project(product: Product) -> str:
    """The id of a project of the demo that has a customer with people and a few phases."""
    with product.signed_in(*product.demo) as client:
        customer = client.get("/customers", params={"q": "Northwind"}).json()["items"][0]["id"]
        found = client.get("/projects", params={"customer_id": customer}).json()["items"][0]["id"]
    return str(found)


def test_budget_and_priorities_are_edited_in_place(
    screen: BrowserContext, product: Product, project: str, axe: str
) -> None:
    page = screen.new_page()
    sign_in(page, product)
    page.goto(f"/projects/{project}?tab=overview")
    settle(page)

    page.get_by_role("button", name="Edit Budget").click()
    form = page.get_by_role("form", name="Budget")
    form.get_by_label("Amount").fill("a lot")
    form.get_by_role("button", name="Save").click()
    expect(form.get_by_label("Amount")).to_have_attribute("aria-invalid", "true")
    found = faults(page, axe, "budget")
    form.get_by_label("Amount").fill("1 250 000")
    form.get_by_label("Amount").press("Enter")
    expect(page.get_by_role("button", name="Edit Budget")).to_contain_text("1,250,000")

    page.get_by_role("button", name="Edit What counts most").click()
    form = page.get_by_role("form", name="What counts most")
    last = form.get_by_role("listitem").last.inner_text().split("\n")[-1].strip()
    form.get_by_role("button", name=f"Move {last} up").press("Enter")
    expect(form.get_by_role("status")).to_contain_text(f"{last} is now 3 of 4")
    found += faults(page, axe, "priorities")
    form.get_by_role("button", name="Save").click()
    expect(page.get_by_role("button", name="Edit What counts most")).to_contain_text(f"3 {last}")

    assert found == []


def test_a_phase_moves_and_a_task_goes_to_a_contact(page: Page, product: Product, project: str, axe: str) -> None:
    with product.signed_in(*product.demo) as client:
        task = client.get(f"/projects/{project}/tasks").json()["items"][0]["id"]
        customer = client.get(f"/projects/{project}").json()["customer_ids"][0]
        contact = client.get("/contacts", params={"customer_id": customer}).json()["items"][0]
        second = client.get(f"/projects/{project}/phases").json()["items"][1]["name"]
    sign_in(page, product)
    page.goto(f"/tasks/{task}")
    drawer = page.get_by_role("dialog")
    drawer.get_by_role("combobox", name="Assigned to").fill(contact["name"])
    page.get_by_role("option", name=contact["name"]).click()
    found = faults(page, axe, "task drawer")
    drawer.get_by_role("button", name="Save").click()
    expect(drawer).to_have_count(0)
    with product.signed_in(*product.demo) as client:
        saved = client.get(f"/tasks/{task}").json()
    assert (saved["assignee_id"], saved["assignee_contact_id"]) == (None, contact["id"])

    plan = page.get_by_role("region", name="Plan")
    plan.get_by_role("button", name=f"Actions for phase {second}").click()
    with saving(page, changes=2):
        page.get_by_role("menuitem", name="Move up").click()
        expect(plan.get_by_role("heading", level=3).first).to_have_text(second)
    page.reload()
    expect(plan.get_by_role("heading", level=3).first).to_have_text(second)

    assert found == []


def test_a_customer_is_known_in_another_system(screen: BrowserContext, product: Product, axe: str) -> None:
    # A reference is taken once per workspace, and every screen runs in the same one.
    reference = uuid4().hex[:12]
    with product.signed_in(*product.demo) as client:
        customer = client.post("/customers", json={"name": "Elsewhere"}).json()["id"]
    page = screen.new_page()
    sign_in(page, product)
    page.goto(f"/customers/{customer}")
    settle(page)
    page.get_by_role("button", name="Edit In other systems").click()
    form = page.get_by_role("form", name="In other systems")
    form.get_by_label("System", exact=True).fill("salesforce")
    form.get_by_label("Id there").fill(reference)
    form.get_by_label("Link").fill("nowhere")
    form.get_by_role("button", name="Save").click()
    expect(form.get_by_label("Link")).to_have_attribute("aria-invalid", "true")
    found = faults(page, axe, "references")
    form.get_by_label("Link").fill(f"https://crm.example/{reference}")
    form.get_by_role("button", name="Save").click()
    expect(page.get_by_role("link", name=reference)).to_have_attribute("href", f"https://crm.example/{reference}")
    found += faults(page, axe, "references shown")

    assert found == []


def test_the_palette_says_which_option_is_highlighted(page: Page, product: Product) -> None:
    sign_in(page, product)
    page.goto("/customers")
    settle(page)
    page.keyboard.press("Control+k")
    field = page.get_by_role("combobox", name="Search everything, or type a command")
    field.fill("northwind")
    expect(page.get_by_role("option", name="Northwind Logistics").first).to_be_visible()
    chosen = page.locator('[role="option"][aria-selected="true"]')
    expect(chosen).to_have_count(1)
    field.press("ArrowDown")

    expect(field).to_have_attribute("aria-activedescendant", chosen.get_attribute("id") or "none")
