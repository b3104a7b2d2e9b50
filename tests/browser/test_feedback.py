"""What a customer answers arrives on the open pages, is read in full, and is moved to whom it belongs."""

import time
from typing import Any

import httpx2
import pytest
from playwright.sync_api import Page, expect

from deploy.local.post_survey import answer, signed
from tests.browser.conftest import sign_in
from tests.browser.product import Product

#: Milliseconds until a worker has read what was posted and the open page has heard of it, on a busy machine.
ARRIVES = 10_000


@pytest.fixture(scope="module")
def source(product: Product) -> dict[str, Any]:
    """A source of the demo's workspace that answers come from."""
    with product.signed_in(*product.demo) as client:
        made: dict[str, Any] = client.post("/inbound-sources", json={"kind": "survey", "provider": "generic"}).json()
    return made


def respond(product: Product, source: dict[str, Any], **wishes: str) -> None:
    """Answer a survey as a provider tells it."""
    body = answer(wishes)
    posted = httpx2.post(product.url + source["url"], content=body, headers=signed(body, source["secret"]), timeout=10)
    assert posted.status_code == 202, posted.text


def test_an_answer_appears_on_the_open_list_and_is_read_in_full(
    page: Page, product: Product, source: dict[str, Any]
) -> None:
    sign_in(page, product)
    page.keyboard.press("g")
    page.keyboard.press("f")
    table = page.get_by_role("table", name="Feedback")
    expect(table).to_contain_text("3 of 10 · Detractor")

    said = f"The gate stayed shut at {time.time_ns()}."
    respond(product, source, SCORE="2", COMMENT=said)
    expect(table).to_contain_text(said, timeout=ARRIVES)

    page.get_by_role("link", name=said).click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Project pulse")
    main = page.get_by_role("main")
    for words in (
        "2 of 10 · Detractor",
        "Laura Heino said",
        "What is the main reason?",
        "Warehouse automation rollout",
    ):
        expect(main).to_contain_text(words)


def test_filters_are_in_the_address_and_what_they_leave_nothing_of_can_be_cleared(page: Page, product: Product) -> None:
    sign_in(page, product)
    page.goto("/feedback?metric=ces")
    expect(page.get_by_role("table")).to_contain_text("5 of 7 · High")
    expect(page.get_by_role("table")).not_to_contain_text("of 10")
    page.get_by_role("searchbox", name="Filter by survey, words or name").fill("nobody said this")
    expect(page.get_by_role("main")).to_contain_text("No answer matches the filter")
    page.get_by_role("button", name="Clear the filter").click()
    expect(page.get_by_role("table")).to_contain_text("of 10")


def test_a_customer_shows_how_satisfied_they_are_and_what_they_said_last(page: Page, product: Product) -> None:
    sign_in(page, product)
    with product.signed_in(*product.demo) as client:
        customer = client.get("/customers", params={"q": "Alaberg"}).json()["items"][0]["id"]
    page.goto(f"/customers/{customer}")
    panel = page.get_by_role("region", name="Satisfaction")
    expect(panel).to_contain_text("Too little data for an average: 2 scores so far")
    expect(panel).to_contain_text("Interfaces could be shown to me a week earlier.")
    expect(page.get_by_role("region", name="Timeline")).to_contain_text("9 of 10 · Promoter")
    panel.get_by_role("link", name="All answers").click()
    expect(page.get_by_role("button", name="About: Alaberg Bank")).to_be_visible()


def test_an_answer_of_a_stranger_waits_and_is_moved_to_a_customer(
    page: Page, product: Product, source: dict[str, Any]
) -> None:
    sign_in(page, product)
    page.goto("/inbound")
    name = f"Stranger {time.time_ns()}"
    respond(product, source, SCORE="9", COMMENT="Lovely.", FROM=f"{name} <somebody@unknown.example>")
    row = page.get_by_role("listitem").filter(has_text=name)
    expect(row).to_contain_text("Project pulse", timeout=ARRIVES)
    row.get_by_role("button").click()
    work = page.get_by_role("region", name="Project pulse")
    expect(work).to_contain_text("9 of 10 · Promoter")
    expect(work).to_contain_text("Lovely.")
    work.get_by_role("link", name="Open").click()

    page.get_by_role("button", name="Move answer").click()
    dialog = page.get_by_role("dialog", name="Move answer")
    dialog.get_by_role("combobox", name="Customer").click()
    page.get_by_role("option", name="Helio Clinics").click()
    dialog.get_by_role("combobox", name="Person").click()
    page.get_by_role("option", name="Nadia Karim").click()
    dialog.get_by_role("button", name="Put it there").click()

    expect(page.get_by_role("main").get_by_role("link", name="Helio Clinics")).to_be_visible()
    expect(page.get_by_role("region", name="Facts")).to_contain_text("Nadia Karim")
    page.goto("/inbound")
    expect(page.get_by_role("main")).not_to_contain_text(name)
