"""The README's tour with two people: what one of them, a mail or a survey does is on the other's screen at once."""

import time
from collections.abc import Iterator
from typing import Any

import httpx2
import pytest
from playwright.sync_api import Browser, Page, expect

from deploy.local.post_survey import answer, signed
from tests.browser.product import Product
from tests.browser.test_invitation import mailed_link
from tests.browser.test_tour import PASSWORD, add_customer, add_person, add_project, founder, textbox

__all__ = ["founder"]

STRANGER = (
    "From: Petri Aho <petri@private.example>\r\nSubject: {subject}\r\nMessage-ID: <{subject}@x>\r\n\r\nHello.\r\n"
)
#: Milliseconds until the worker has read what was posted and open pages have heard of it, on a busy machine.
ARRIVES = 10_000


@pytest.fixture
def colleague(
    founder: tuple[Page, str], browser: Browser, browser_context_args: dict[str, Any], product: Product
) -> Iterator[Page]:
    """A second browser, in which somebody who was invited has joined."""
    page, email = founder
    invited = f"nils-{time.time_ns()}@lindqvist.example"
    page.goto("/settings/members")
    page.get_by_role("button", name="Invite people").first.click()
    dialog = page.get_by_role("dialog")
    textbox(dialog, "Email addresses").fill(invited)
    dialog.get_by_role("button", name="Send invitations").click()
    expect(page.get_by_role("list", name="Open invitations")).to_contain_text(invited)
    with product.signed_in(email, PASSWORD) as client:
        link = mailed_link(client, "invites you to", invited)
    context = browser.new_context(**browser_context_args)
    theirs = context.new_page()
    theirs.goto(link)
    textbox(theirs, "Your name").fill("Nils Newcomer")
    textbox(theirs, "Password").fill(PASSWORD)
    theirs.get_by_role("button", name="Join").click()
    expect(theirs.get_by_role("heading", level=1)).to_contain_text("Nils")
    yield theirs
    context.close()


def respond(product: Product, source: dict[str, Any]) -> None:
    """Petri answers a survey."""
    wishes = {"SCORE": "3", "COMMENT": "We hear of slips too late.", "FROM": "Petri <petri.aho@northwind.example>"}
    body = answer(wishes)
    headers = signed(body, source["secret"])
    posted = httpx2.post(product.url + source["url"], content=body, headers=headers, timeout=10)
    assert posted.status_code == 202, posted.text


def test_two_people_see_what_is_said_matched_and_answered_on_both_screens(
    founder: tuple[Page, str], colleague: Page, product: Product
) -> None:
    page, email = founder
    add_customer(page, "Northwind Logistics")
    customer = page.url
    add_person(page, "Petri Aho", "petri.aho@northwind.example")
    add_project(page, "Warehouse automation")
    page.goto(customer)
    colleague.goto(customer)
    expect(colleague.get_by_role("region", name="Comments")).to_be_visible()

    composer = textbox(page.get_by_role("region", name="Comments"), "Write a comment")
    composer.press_sequentially("@Nil")
    page.get_by_role("option", name="Nils Newcomer").click()
    composer.press_sequentially("can you call Petri today?")
    composer.press("Control+Enter")
    expect(colleague.get_by_role("region", name="Comments")).to_contain_text("call Petri today", timeout=ARRIVES)
    expect(colleague.get_by_role("link", name="Notifications, 1 unread")).to_be_visible(timeout=ARRIVES)

    with product.signed_in(email, PASSWORD) as client:
        mails = client.post("/inbound-sources", json={"kind": "email", "provider": "raw"}).json()
        answers = client.post("/inbound-sources", json={"kind": "survey", "provider": "generic"}).json()
    subject = f"quay-{time.time_ns()}"
    assert product.post_mail(mails, STRANGER.format(subject=subject).encode()).is_success
    page.goto("/inbound")
    page.get_by_role("list", name="Unmatched").get_by_role("button").filter(has_text=subject).click()
    page.get_by_role("button", name="Northwind Logistics").first.click()
    timeline = colleague.get_by_role("region", name="Timeline")
    expect(timeline).to_contain_text(subject, timeout=ARRIVES)

    page.goto(customer)
    expect(page.get_by_role("region", name="Timeline")).to_contain_text(subject)
    respond(product, answers)
    for screen in (page, colleague):
        expect(screen.get_by_role("region", name="Timeline")).to_contain_text("slips too late", timeout=ARRIVES)
