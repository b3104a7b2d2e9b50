"""Mail that belongs to nobody is worked through by single keys, and a source is set up in a dialog."""

import re
import secrets
from typing import Any

from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import sign_in
from tests.browser.product import Product

MAIL = "From: {name} <{name}@{domain}>\r\nSubject: {subject}\r\nMessage-ID: <{subject}@{domain}>\r\n\r\nHello.\r\n"


def put_into_queue(product: Product, *subjects: str, domain: str) -> None:
    """Mails of somebody whom nobody knows."""
    with product.signed_in(*product.demo) as client:
        source = client.post("/inbound-sources", json={"kind": "email", "provider": "raw"}).json()
    for subject in subjects:
        mail = MAIL.format(name="nils", domain=domain, subject=subject)
        assert product.post_mail(source, mail.encode()).is_success


def customers_named(product: Product, name: str) -> list[dict[str, Any]]:
    with product.signed_in(*product.demo) as client:
        newest = client.get("/customers", params={"sort": "-created_at"}).json()["items"]
    return [customer for customer in newest if customer["name"] == name]


def queued(page: Page, subject: str) -> Locator:
    return page.get_by_role("list", name="Unmatched").get_by_role("button").filter(has_text=subject)


def test_one_key_matches_and_one_key_takes_it_back(page: Page, product: Product) -> None:
    mark = secrets.token_hex(4)
    first, second = f"crane-{mark}", f"quay-{mark}"
    put_into_queue(product, first, second, domain=f"harbour{mark}.example")
    sign_in(page, product)
    page.goto("/inbound")
    queued(page, first).click()
    expect(page.get_by_role("heading", name=first)).to_be_visible()

    page.keyboard.press("n")
    expect(queued(page, first)).to_have_count(0)
    expect(page.get_by_text(f"Harbour{mark} is a new customer")).to_be_visible()
    page.keyboard.press("u")
    expect(queued(page, first)).to_have_count(1)
    expect(page.get_by_text(f"Harbour{mark} is deleted again")).to_be_visible()
    assert customers_named(product, f"Harbour{mark}") == []

    queued(page, first).click()
    page.keyboard.press("n")
    expect(queued(page, first)).to_have_count(0)
    expect(page.get_by_text(f"Harbour{mark} is a new customer")).to_be_visible()
    (made,) = customers_named(product, f"Harbour{mark}")
    with product.signed_in(*product.demo) as client:
        assert client.post("/contacts", json={"customer_id": made["id"], "name": "Ada"}).is_success
    page.keyboard.press("u")
    expect(page.get_by_text(f"Harbour{mark} stays")).to_be_visible()
    expect(page.get_by_role("button", name=f"Open Harbour{mark}")).to_be_visible()

    queued(page, second).click()
    choice = page.get_by_role("button", name=re.compile(f"Harbour{mark}", re.IGNORECASE)).first
    expect(choice).to_be_visible()
    choice.click()
    expect(queued(page, second)).to_have_count(0)
    page.get_by_role("button", name="Undo", exact=True).first.click()
    expect(queued(page, second)).to_have_count(1)


def test_arrows_of_the_keyboard_lead_through_the_queue(page: Page, product: Product) -> None:
    mark = secrets.token_hex(4)
    put_into_queue(product, f"one-{mark}", f"two-{mark}", domain=f"quay{mark}.example")
    sign_in(page, product)
    page.goto("/inbound")
    newest = page.get_by_role("list", name="Unmatched").get_by_role("button").first
    expect(newest).to_have_attribute("aria-current", "true")

    page.keyboard.press("j")
    expect(newest).to_have_attribute("aria-current", "false")
    page.keyboard.press("k")
    expect(newest).to_have_attribute("aria-current", "true")


def test_a_source_of_a_provider_is_set_up_and_changed(page: Page, product: Product) -> None:
    name = f"Support {secrets.token_hex(3)}"
    sign_in(page, product)
    page.goto("/inbound?status=sources")
    page.get_by_role("button", name="New source").first.click()
    dialog = page.get_by_role("dialog", name="New source")
    dialog.get_by_role("combobox", name="Provider").click()
    page.get_by_role("option", name="Mailgun").click()
    dialog.get_by_role("textbox", name="Name").fill(name)
    dialog.get_by_role("button", name="Create source").click()
    expect(dialog).to_contain_text("Give the signing secret that mailgun shows")

    dialog.get_by_role("textbox", name="Signing secret").fill("key-of-the-webhooks")
    dialog.get_by_role("button", name="Create source").click()
    ready = page.get_by_role("dialog", name="Your new source")
    expect(ready).to_contain_text("/api/v1/inbound/")
    expect(ready).to_contain_text("HTTP webhook signing key")
    ready.get_by_role("button", name="Done").click()

    page.get_by_role("button", name=f"Open source {name}").click()
    opened = page.get_by_role("dialog", name=name)
    opened.get_by_role("textbox", name="Name").fill(f"{name} desk")
    opened.get_by_role("textbox", name="Quiet after days").fill("7")
    opened.get_by_role("button", name="Save").click()
    expect(page.get_by_role("button", name=f"Open source {name} desk")).to_be_visible()


def test_an_empty_queue_says_what_was_heard_and_leads_to_the_sources(page: Page, product: Product) -> None:
    put_into_queue(product, secrets.token_hex(4), domain="quay.example")
    sign_in(page, product)
    page.route(
        re.compile(r"/inbound-messages\?.*status=unmatched"),
        lambda route: route.fulfill(json={"items": [], "next_cursor": None}),
    )
    page.goto("/inbound")
    expect(page.get_by_text("Nothing waits for a customer")).to_be_visible()
    expect(page.get_by_text("Last heard")).to_be_visible()
    expect(page.get_by_text("Connect one")).to_have_count(0)
    page.get_by_role("link", name="Look at the sources").click()
    expect(page.get_by_role("list", name="Sources")).to_be_visible()


def test_what_a_source_says_of_itself_follows_without_a_reload(page: Page, product: Product) -> None:
    name = f"Quay {secrets.token_hex(3)}"
    with product.signed_in(*product.demo) as client:
        source = client.post("/inbound-sources", json={"kind": "email", "provider": "raw", "name": name}).json()
    sign_in(page, product)
    page.goto("/inbound?status=sources")
    row = page.get_by_role("listitem").filter(has_text=name)
    expect(row).to_contain_text("nothing yet")
    mail = MAIL.format(name="nils", domain="quay.example", subject=secrets.token_hex(4))
    assert product.post_mail(source, mail.encode()).is_success
    expect(row).to_contain_text("last heard", timeout=20_000)
