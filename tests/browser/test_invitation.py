"""A colleague is invited, reads the mail, joins in a browser of their own, and both see each other (R31, R32)."""

import re
from time import sleep
from typing import Any
from uuid import uuid4

import httpx2
import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import sign_in
from tests.browser.product import Product

PASSWORD = "a-plain-test-passphrase"
LINK = re.compile(r"https?://\S+?/(accept-invitation#\S+|reset-password#\S+)")


def mailed_link(client: httpx2.Client, subject: str, address: str) -> str:
    """The path of the link in the newest mail with this subject to an address, once it has come."""
    for _ in range(250):
        mails = client.get("/local-mailbox", params={"limit": 50}).json()["items"]
        for mail in mails:
            if subject in mail["subject"] and address in str(mail):
                found = LINK.search(client.get(f"/local-mailbox/{mail['key']}").text.replace('"', " "))
                assert found, mail
                return f"/{found[1]}"
        sleep(0.1)
    raise AssertionError(f"no mail {subject!r} to {address}")


def join_and_look_around(browser: Browser, arguments: dict[str, Any], link: str) -> None:
    """Join in a browser of one's own; a member sees the people and may change none."""
    theirs = browser.new_context(**arguments)
    newcomer = theirs.new_page()
    newcomer.goto(link)
    expect(newcomer.get_by_role("heading", level=1)).to_contain_text("Join")
    newcomer.get_by_role("textbox", name="Your name").fill("Nils Newcomer")
    newcomer.get_by_role("textbox", name="Password").fill(PASSWORD)
    newcomer.get_by_role("button", name="Join").click()
    expect(newcomer.get_by_role("heading", level=1)).to_contain_text("Nils")
    newcomer.goto("/settings/members")
    people = newcomer.get_by_role("list", name="People")
    expect(people).to_contain_text("Eva Lindqvist")
    expect(people).to_contain_text("Nils Newcomer (you)")
    expect(newcomer.get_by_role("button", name="Invite people")).to_have_count(0)
    expect(newcomer.get_by_role("button", name=re.compile("^Remove "))).to_have_count(0)
    theirs.close()


def works_no_more(browser: Browser, arguments: dict[str, Any], link: str) -> None:
    """A link that was used says so."""
    used = browser.new_context(**arguments)
    late = used.new_page()
    late.goto(link)
    expect(late.get_by_role("heading", level=1)).to_have_text("This invitation does not work")
    used.close()


def test_a_colleague_is_invited_joins_and_both_see_each_other(
    page: Page, browser: Browser, browser_context_args: dict[str, Any], product: Product
) -> None:
    address = f"nils-{uuid4().hex[:8]}@lindqvist.example"
    sign_in(page, product)
    page.goto("/settings/members")
    page.get_by_role("button", name="Invite people").first.click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_role("textbox", name="Email addresses").fill(address)
    dialog.get_by_role("button", name="Send invitations").click()
    expect(page.get_by_role("list", name="Open invitations")).to_contain_text(address)

    with product.signed_in(*product.demo) as client:
        link = mailed_link(client, "invites you to", address)
    join_and_look_around(browser, browser_context_args, link)
    page.reload()
    expect(page.get_by_role("list", name="People")).to_contain_text("Nils Newcomer")
    expect(page.get_by_text(address)).to_have_count(1)
    page.get_by_role("button", name="Remove Nils Newcomer").click()
    expect(page.get_by_role("list", name="People")).not_to_contain_text("Nils Newcomer")
    page.get_by_role("button", name="Undo").click()
    expect(page.get_by_role("list", name="People")).to_contain_text("Nils Newcomer")

    works_no_more(browser, browser_context_args, link)


def test_a_forgotten_password_is_set_by_the_link_in_the_mail(page: Page, product: Product) -> None:
    address = product.register(PASSWORD)
    page.goto("/sign-in")
    page.get_by_role("link", name="Forgot your password?").click()
    # The page before has a field of the same name.
    expect(page.get_by_role("heading", name="Forgot your password?")).to_be_visible()
    page.get_by_role("textbox", name="Email address").fill(address)
    page.get_by_role("button", name="Send the link").click()
    expect(page.get_by_role("status")).to_contain_text(address)
    with product.signed_in(*product.demo) as client:
        link = mailed_link(client, "Set a new password", address)
    page.goto(link)
    page.get_by_role("textbox", name="New password").fill("quite another passphrase")
    page.get_by_role("button", name="Set a new password").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Your new password is set")
    page.get_by_role("link", name="Sign in").click()
    page.get_by_role("textbox", name="Email address").fill(address)
    page.get_by_role("textbox", name="Password").fill("quite another passphrase")
    page.get_by_role("button", name="Sign in").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Olga")


@pytest.mark.parametrize("path", ["sessions", "notifications", "workspace", "members"])
def test_the_pages_of_the_settings_show_what_they_are_about(page: Page, product: Product, path: str) -> None:
    sign_in(page, product)
    page.goto(f"/settings/{path}")
    shown = {
        "sessions": "This session",
        "notifications": "Comments and mentions",
        "workspace": "Time zone",
        "members": "Eva Lindqvist (you)",
    }
    expect(page.get_by_text(shown[path]).first).to_be_visible()
