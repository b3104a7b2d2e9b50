"""Which question of a survey carries which metric is chosen from what was answered, and counts from then on."""

import base64
import hashlib
import hmac
import json
import secrets
from typing import Any

import httpx2
from playwright.sync_api import Locator, Page, expect

from deploy.local.process import wait_until
from tests.browser.conftest import sign_in
from tests.browser.product import Product

SECRET = "what the form was given"
EASE, NAME = "How easy was it, 1 to 7?", "What is your name?"
#: Seconds until a worker has read what was posted, on a busy machine.
READ_SECONDS = 10.0


def submit(product: Product, source: dict[str, Any]) -> None:
    """Answer the form as Typeform tells it: a number that is on no scale, and a name."""
    fields = [{"id": "f1", "ref": "ease", "type": "number", "title": EASE}]
    fields.append({"id": "f2", "ref": "name", "type": "short_text", "title": NAME})
    answers = [{"type": "number", "number": 6, "field": fields[0]}, {"type": "text", "text": "Ada", "field": fields[1]}]
    form = {"token": secrets.token_hex(8), "definition": {"title": "Pulse", "fields": fields}, "answers": answers}
    body = json.dumps({"event_type": "form_response", "form_response": form}).encode()
    digest = base64.b64encode(hmac.new(SECRET.encode(), body, hashlib.sha256).digest()).decode()
    headers = {"Typeform-Signature": f"sha256={digest}"}
    posted = httpx2.post(product.url + source["url"], content=body, headers=headers, timeout=10)
    assert posted.status_code in {200, 202}, posted.text


def metrics(client: httpx2.Client, source: dict[str, Any], *, count: int) -> list[tuple[str, float | None]]:
    """Metric and score of every answer of a source, the latest first, as soon as there are `count`."""

    def items() -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = client.get("/survey-responses", params={"source_id": source["id"]}).json()[
            "items"
        ]
        return found

    assert wait_until(lambda: len(items()) == count, READ_SECONDS)
    return [(item["metric"], item["score"]) for item in sorted(items(), key=lambda one: one["id"], reverse=True)]


def make_source(client: httpx2.Client) -> dict[str, Any]:
    """A source of Typeform's in the demo's workspace, with a name of its own."""
    name = f"Pulse {secrets.token_hex(3)}"
    wanted = {"kind": "survey", "provider": "typeform", "name": name, "secret": SECRET}
    made: dict[str, Any] = client.post("/inbound-sources", json=wanted).json()
    return made


def open_source(page: Page, source: dict[str, Any]) -> Locator:
    """The dialog in which the source is changed."""
    page.get_by_role("button", name=f"Open source {source['name']}").click()
    return page.get_by_role("dialog", name=source["name"])


def line(dialog: Locator, place: int) -> tuple[Locator, Locator, Locator]:
    """One line of the mapping: all of it, its question, its metric."""
    group = dialog.get_by_role("group", name=f"Question {place}")
    return group, group.get_by_label("Question", exact=True), group.get_by_role("combobox", name="Metric")


def test_a_question_that_was_answered_is_chosen_to_carry_a_metric(page: Page, product: Product) -> None:
    with product.signed_in(*product.demo) as client:
        source = make_source(client)
        submit(product, source)
        assert metrics(client, source, count=1) == [("custom", None)]

        sign_in(page, product)
        page.goto("/inbound?status=sources")
        dialog = open_source(page, source)
        dialog.get_by_role("button", name="Add a question").click()
        group, question, metric = line(dialog, 1)
        question.click()
        expect(page.get_by_role("option", name=EASE)).to_be_visible()
        expect(page.get_by_role("option", name=NAME)).to_have_count(0)
        page.get_by_role("option", name=EASE).click()
        metric.click()
        page.get_by_role("option", name="CES").click()
        dialog.get_by_role("button", name="Save").click()
        expect(dialog).to_have_count(0)
        submit(product, source)
        assert metrics(client, source, count=2) == [("ces", 6), ("custom", None)]

        open_source(page, source)
        expect(question).to_have_value(EASE)
        expect(metric).to_have_value("CES")
        group.get_by_role("button", name="Remove question 1").click()
        dialog.get_by_role("button", name="Save").click()
        expect(dialog).to_have_count(0)
        assert client.get(f"/inbound-sources/{source['id']}").json()["settings"]["mapping"] is None


def test_what_is_wrong_with_a_mapping_stands_at_the_line_it_is_about(page: Page, product: Product) -> None:
    with product.signed_in(*product.demo) as client:
        source = make_source(client)
    sign_in(page, product)
    page.goto("/inbound?status=sources")
    dialog = open_source(page, source)
    (first, question, _), (second, again, _) = line(dialog, 1), line(dialog, 2)
    dialog.get_by_role("button", name="Add a question").click()
    expect(dialog).to_contain_text("Write the question's title as the form has it")
    question.fill(EASE)
    dialog.get_by_role("button", name="Add a question").click()
    dialog.get_by_role("button", name="Save").click()
    expect(second).to_contain_text("This cannot be empty.")
    expect(first).not_to_contain_text("This cannot be empty.")

    again.fill(f" {EASE.upper()}")
    dialog.get_by_role("button", name="Save").click()
    expect(second).to_contain_text("A line above names this question already.")
    second.get_by_role("button", name="Remove question 2").click()
    dialog.get_by_role("button", name="Save").click()
    expect(dialog).to_have_count(0)
    with product.signed_in(*product.demo) as client:
        assert client.get(f"/inbound-sources/{source['id']}").json()["settings"]["mapping"] == {EASE: "nps"}
