"""Pictures in a mail: its own are there at once, others when a person asks for them, and never asked by the browser."""

import base64
import re
from dataclasses import dataclass
from uuid import uuid4

import pytest
from playwright.sync_api import BrowserContext, FrameLocator, Locator, Page, Request, expect

from deploy.local.process import wait_until
from tests.browser.conftest import sign_in
from tests.browser.product import Product
from tests.browser.test_pages import faults, screen, settle
from tests.support.foreign_server import PNG, ForeignServer, png

__all__ = ["screen"]

pytestmark = pytest.mark.requirement("R50")

READ_SECONDS = 20.0


@dataclass(frozen=True)
class Letter:
    """A mail in the product, and the addresses of its pictures elsewhere."""

    path: str
    good: str
    gone: str
    pixel: str


@pytest.fixture
def letter(product: Product, elsewhere: ForeignServer) -> Letter:
    """A mail that brings a picture, and shows one from elsewhere, one that is gone, and one that only counts."""
    mark = uuid4().hex[:8]
    elsewhere.tells(f"/{mark}/good.png", png(200, 60, b"\x0f\x6b\x3d"))
    elsewhere.tells(f"/{mark}/pixel.gif", b"GIF89a\x01\x00\x01\x00", kind="image/gif")
    good, gone, pixel = (elsewhere.url(f"/{mark}/{name}") for name in ("good.png", "gone.png", "pixel.gif"))
    html = (
        f'<p>Our plan {mark}:</p><p><img alt="The plan" src="cid:plan%40{mark}"></p>'
        f'<p><img alt="The banner" src="{good}"></p><p><img alt="The photo" src="{gone}"></p>'
        f'<p><img alt="Not enclosed" src="cid:nothing"></p><img alt="" width="1" height="1" src="{pixel}">'
    )
    return Letter(posted(product, mark, html), good, gone, pixel)


def posted(product: Product, mark: str, html: str) -> str:
    """Have a mail with an enclosed picture received and read; the address of its page."""
    picture = base64.encodebytes(PNG).decode()
    mail = (
        f"From: petri.aho@northwind.example\r\nSubject: Plan {mark}\r\nMessage-ID: <{mark}@northwind.example>\r\n"
        'Content-Type: multipart/related; boundary="cut"\r\n\r\n'
        f"--cut\r\nContent-Type: text/html; charset=utf-8\r\n\r\n{html}\r\n"
        f"--cut\r\nContent-Type: image/png\r\nContent-ID: <plan@{mark}>\r\nContent-Disposition: inline\r\n"
        f"Content-Transfer-Encoding: base64\r\n\r\n{picture}\r\n--cut--\r\n"
    )
    with product.signed_in(*product.demo) as client:
        source = client.post("/inbound-sources", json={"kind": "email", "provider": "raw"}).json()
        answer = product.post_mail(source, mail.encode())
        assert answer.is_success, answer.text
        message = f"/inbound-messages/{answer.json()['id']}"
        assert wait_until(lambda: bool(client.get(message).json()["interaction_ids"]), READ_SECONDS)
        (interaction,) = client.get(message).json()["interaction_ids"]
    return f"/interactions/{interaction}"


@pytest.fixture
def asked(screen: BrowserContext) -> list[str]:
    """Every address that the browser itself asks for."""
    urls: list[str] = []

    def note(request: Request) -> None:
        urls.append(request.url)

    screen.on("request", note)
    return urls


def opened(page: Page, letter: Letter) -> FrameLocator:
    """The mail in its own layout."""
    page.goto(letter.path)
    settle(page)
    page.get_by_role("button", name="Original layout").click()
    return page.frame_locator("iframe")


def drawn(picture: Locator, width: int) -> None:
    """The picture itself is there, not only its words."""
    expect(picture).to_have_attribute("src", re.compile("^data:image/png;base64,"))
    expect(picture).to_have_js_property("naturalWidth", width)


def left_out(page: Page, frame: FrameLocator, axe: str) -> list[str]:
    """Its own picture is there, and nothing else; what is wrong with the page then."""
    drawn(frame.get_by_alt_text("The plan"), 120)
    expect(page.get_by_role("status").filter(has_text="2 pictures from elsewhere are left out")).to_be_visible()
    assert frame.locator("img[src]").count() == 1
    return faults(page, axe, "left out")


def one_missing(page: Page, frame: FrameLocator, axe: str) -> list[str]:
    """By the keyboard, all that can be had come; what is wrong with the page then."""
    page.get_by_role("button", name="Show pictures").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("status").filter(has_text="A picture could not be fetched.")).to_be_visible()
    expect(page.get_by_text("no longer has it")).to_be_visible()
    drawn(frame.get_by_alt_text("The banner"), 200)
    drawn(frame.get_by_alt_text("The plan"), 120)
    assert frame.locator("img[src]").count() == 2
    return faults(page, axe, "one missing")


def all_shown(page: Page, frame: FrameLocator, axe: str) -> list[str]:
    """Trying again brings the last one; what is wrong with the page then."""
    page.get_by_role("button", name="Try again").click()
    note = page.get_by_role("status").filter(has_text="Pictures are shown.")
    expect(note).to_be_focused()
    drawn(frame.get_by_alt_text("The photo"), 120)
    expect(page.get_by_role("button", name="Try again")).to_have_count(0)
    return faults(page, axe, "shown")


def test_enclosed_pictures_show_at_once_and_others_when_asked_for(
    screen: BrowserContext, product: Product, elsewhere: ForeignServer, letter: Letter, asked: list[str], axe: str
) -> None:
    page = screen.new_page()
    sign_in(page, product)
    before = len(elsewhere.asked)
    frame = opened(page, letter)

    found = left_out(page, frame, axe)
    assert elsewhere.asked[before:] == []
    found += one_missing(page, frame, axe)
    elsewhere.tells(letter.gone.partition(f":{elsewhere.port}")[2], PNG)
    found += all_shown(page, frame, axe)

    paths = [f"http://localhost:{elsewhere.port}{one.path}" for one in elsewhere.asked[before:]]
    assert sorted(paths) == sorted([letter.good, letter.gone, letter.gone])
    assert [url for url in asked if url.startswith(("http://", "https://")) and not url.startswith(product.url)] == []
    assert found == []


def test_the_frame_shows_them_however_soon_they_come(page: Page, product: Product, letter: Letter) -> None:
    sign_in(page, product)
    for _ in range(6):
        drawn(opened(page, letter).get_by_alt_text("The plan"), 120)
