"""Talking about a record and watching it: by keyboard alone, told to others at once, accessible in every theme."""

import re
from uuid import uuid4

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.browser.conftest import sign_in
from tests.browser.product import Product
from tests.browser.test_pages import faults, screen, settle

__all__ = ["screen"]


@pytest.fixture
def customer(product: Product) -> str:
    """A customer of this test alone."""
    with product.signed_in(*product.demo) as client:
        return str(client.post("/customers", json={"name": f"Talked of {uuid4().hex[:6]}"}).json()["id"])


def test_a_comment_is_written_with_a_mention_edited_and_taken_back_by_keyboard(
    screen: BrowserContext, product: Product, customer: str, axe: str
) -> None:
    page = screen.new_page()
    sign_in(page, product)
    page.goto(f"/customers/{customer}")
    settle(page)
    field = page.get_by_role("textbox", name="Write a comment")
    field.press_sequentially("Ask @jon")
    expect(page.get_by_role("option", name="Jonas Weber")).to_have_attribute("aria-selected", "true")
    found = faults(page, axe, "people to mention")
    field.press("Enter")
    expect(field).to_have_value("Ask @Jonas Weber ")
    field.press_sequentially("**soon**")
    field.press("Control+Enter")
    comments = page.get_by_role("region", name="Comments").get_by_role("listitem")
    expect(comments.first).to_contain_text("Ask @Jonas Weber soon")
    expect(page.get_by_role("button", name="2 people watch")).to_be_visible()

    page.get_by_role("button", name=re.compile("What to do with the comment")).first.click()
    page.get_by_role("menuitem", name="Edit").click()
    edited = page.get_by_role("textbox", name="Edit the comment")
    expect(edited).to_have_value("Ask @Jonas Weber **soon**")
    edited.fill("Ask @Jonas Weber today")
    edited.press("Control+Enter")
    expect(comments.first).to_contain_text("Ask @Jonas Weber today")
    expect(comments.first).to_contain_text("edited")
    found += faults(page, axe, "comments")

    page.get_by_role("button", name=re.compile("What to do with the comment")).first.click()
    page.get_by_role("menuitem", name="Delete").click()
    expect(comments).to_have_count(0)
    page.get_by_role("button", name="Undo").click()
    expect(comments.first).to_contain_text("Ask @Jonas Weber today")

    assert found == []


def test_watching_is_one_key_and_others_are_added_from_the_list(page: Page, product: Product, customer: str) -> None:
    sign_in(page, product)
    page.goto(f"/customers/{customer}")
    settle(page)
    watch = page.get_by_role("button", name="Watch", exact=True)
    expect(watch).to_have_attribute("aria-pressed", "false")
    page.get_by_role("heading", level=1).click()
    page.keyboard.press("Escape")
    page.locator("body").press("w")
    expect(page.get_by_role("button", name="Watching")).to_have_attribute("aria-pressed", "true")
    page.get_by_role("button", name="1 person watches").click()
    page.get_by_role("combobox", name="Add somebody").fill("amira")
    page.get_by_role("option", name="Amira Haddad").click()
    expect(page.get_by_role("button", name="2 people watch")).to_be_visible()


def test_what_somebody_else_says_appears_by_itself_and_in_the_activity(
    page: Page, product: Product, customer: str
) -> None:
    sign_in(page, product)
    page.goto(f"/customers/{customer}")
    settle(page)
    words = f"Said elsewhere {uuid4().hex[:6]}"
    with product.signed_in(*product.demo) as client:
        about = {"kind": "customer", "id": customer}
        assert client.post("/comments", json={"subject": about, "body": words}).status_code == 201
    expect(page.get_by_role("region", name="Comments")).to_contain_text(words)
    page.goto("/activity?topic=conversations")
    expect(page.get_by_role("main")).to_contain_text(words)


def test_the_audit_is_taken_out_as_a_file(page: Page, product: Product) -> None:
    sign_in(page, product)
    page.goto("/settings/audit?topic=access")
    settle(page)
    expect(page.get_by_role("main")).to_contain_text("Signed in")
    with page.expect_download() as download:
        page.get_by_role("button", name="Export CSV").click()
    lines = download.value.path().read_text().splitlines()

    assert lines[0].startswith("occurred_at,type,actor_kind")
    assert {line.split(",")[1] for line in lines[1:]} == {"session.opened"}
