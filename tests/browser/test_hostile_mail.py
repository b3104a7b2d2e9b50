"""Mail made to run in its reader's browser, or to tell that it was read: nothing runs and nothing is fetched (R50)."""

import pytest
from playwright.sync_api import BrowserContext, Page, Request, expect

from services.api.interactions.mail.sanitise import sanitise
from tests.browser.conftest import sign_in
from tests.browser.hostile_html import CANARY, VECTORS
from tests.browser.product import Product

pytestmark = pytest.mark.requirement("R50")

AT_ONCE = 40
SETTLE_MILLISECONDS = 400


@pytest.fixture
def calls(context: BrowserContext) -> list[str]:
    """What the browser asks of the canary; nothing of it leaves this machine."""
    asked: list[str] = []

    def note(request: Request) -> None:
        if CANARY in request.url:
            asked.append(request.url)

    context.on("request", note)
    context.route(f"**://{CANARY}/**", lambda route: route.abort())
    return asked


def pages_of(product: Product, vectors: tuple[str, ...]) -> list[str]:
    """Mails that hold the vectors, several in each: once as they are, once each made harmless for itself before."""
    addresses = []
    with product.signed_in(*product.demo) as client:
        for start in range(0, len(vectors), AT_ONCE):
            some = vectors[start : start + AT_ONCE]
            for html in ("".join(f"<div>{one}</div>" for one in some), "".join(sanitise(one) or "" for one in some)):
                body = {
                    "channel": "email",
                    "occurred_at": "2026-11-20T08:15:00Z",
                    "text": "See the layout.",
                    "html": f"<p>Here it begins</p>{html}",
                }
                answer = client.post("/interactions", json=body)
                assert answer.status_code == 201, answer.text
                addresses.append(f"/interactions/{answer.json()['id']}")
    return addresses


def test_there_are_at_least_three_hundred_vectors() -> None:
    assert len(set(VECTORS)) >= 300


def test_no_mail_runs_or_calls_home(page: Page, product: Product, calls: list[str]) -> None:
    dialogs: list[str] = []
    page.on("dialog", lambda dialog: (dialogs.append(dialog.message), dialog.dismiss()))
    sign_in(page, product)
    for address in pages_of(product, tuple(one.replace("\x00", "").replace("\x01", "") for one in VECTORS)):
        page.goto(address)
        page.get_by_role("button", name="Original layout").click()
        frame = page.frame_locator("iframe")
        expect(frame.get_by_text("Here it begins")).to_be_visible()
        page.wait_for_timeout(SETTLE_MILLISECONDS)
        assert page.url.endswith(address)
        assert frame.locator("script, iframe, object, embed, form, style + link, svg, base ~ base").count() == 0

    assert calls == []
    assert dialogs == []
