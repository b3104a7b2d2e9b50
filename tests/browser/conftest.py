"""A real browser on a real instance. Every page must stay free of console errors and policy violations."""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import BrowserContext, ConsoleMessage, Page, Response, WebError, expect

from tests.browser.product import Product, running_product
from tests.support.foreign_server import ForeignServer, foreign_server

CANDIDATES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
FLAGS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
PATIENCE_MILLISECONDS = 10_000
expect.set_options(timeout=PATIENCE_MILLISECONDS)
# The page says by these that it was refused or offline, which some tests bring about on purpose.
EXPECTED = tuple(f"status of {status}" for status in (401, 403, 404, 409, 412, 422, 502))


@pytest.fixture(scope="session")
def elsewhere() -> Iterator[ForeignServer]:
    """A web server of somebody else, which stands on this machine for want of another."""
    with foreign_server() as serving:
        yield serving


@pytest.fixture(scope="session")
def product(elsewhere: ForeignServer) -> Iterator[Product]:
    """One instance for the whole run, whose operator lets it fetch from that server."""
    opened = f"127.0.0.1:{elsewhere.port}, [::1]:{elsewhere.port}"
    with running_product(ALLOW_PRIVATE_TARGETS=opened) as started:
        yield started


@pytest.fixture(scope="session")
def browser_type_launch_args() -> dict[str, Any]:
    """Chromium without a screen."""
    return {"executable_path": chromium(), "args": FLAGS}


@pytest.fixture(scope="session")
def browser_context_args(product: Product) -> dict[str, Any]:
    """A desktop with reduced motion, so that nothing is measured while it moves."""
    return {
        "base_url": product.url,
        "viewport": {"width": 1440, "height": 900},
        "reduced_motion": "reduce",
        "locale": "en-GB",
        "timezone_id": "Europe/Helsinki",
    }


@pytest.fixture(autouse=True)
def clean_console(context: BrowserContext) -> Iterator[list[str]]:
    """Fails a test in which any page logged an error or broke the content security policy."""
    faults: list[str] = []

    def on_console(message: ConsoleMessage) -> None:
        if message.type == "error" and not any(text in message.text for text in EXPECTED):
            faults.append(message.text)

    def on_error(error: WebError) -> None:
        faults.append(str(error.error))

    context.set_default_timeout(PATIENCE_MILLISECONDS)
    context.on("console", on_console)
    context.on("weberror", on_error)
    yield faults
    assert faults == []


@pytest.fixture(scope="session")
def axe() -> str:
    """The accessibility checker's source, from the frontend's packages."""
    return (Path(__file__).resolve().parents[2] / "frontend/node_modules/axe-core/axe.min.js").read_text()


def chromium() -> str:
    """Where the machine's own Chromium is; nothing is downloaded."""
    path = os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, CANDIDATES)), None)
    assert path, "Install Chromium, or name one with CHROMIUM=/path/to/chromium."
    return path


def sign_in(page: Page, product: Product) -> None:
    """Sign in as the demo's owner and wait for Today."""
    email, password = product.demo
    page.goto("/sign-in")
    page.get_by_role("textbox", name="Email address").fill(email)
    page.get_by_role("textbox", name="Password").fill(password)
    page.get_by_role("button", name="Sign in").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Eva")


@contextmanager
def saving(page: Page, changes: int = 1) -> Iterator[None]:
    """Leave once the server has kept what is changed inside; the page shows it before that."""
    kept: list[str] = []

    def note(response: Response) -> None:
        if response.request.method == "PATCH" and response.ok:
            kept.append(response.url)

    page.on("response", note)
    yield
    while len(kept) < changes:
        page.wait_for_event("response")
    page.remove_listener("response", note)
