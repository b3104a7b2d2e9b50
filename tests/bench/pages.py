"""How soon a page shows its main part, and how much it moves, in a real browser on a slow line and a slow processor."""

import statistics
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

from tests.browser.conftest import FLAGS, chromium, sign_in
from tests.browser.product import Product, running_product
from tests.browser.test_pages import settle

#: Bytes a second of 9 Mbit/s, milliseconds of a round trip on such a line, and the slowdown of the processor.
LINE, ROUND_TRIP, SLOWER = 9_000_000 / 8, 40, 4
SETTLED_MILLISECONDS = 1_500
# Buffered, so that what happened before the question counts; a shift that an input caused does not.
WATCH = """
const watch = (type, take) =>
  new PerformanceObserver(list => list.getEntries().forEach(take)).observe({type, buffered: true});
window.painted = 0; window.moved = 0;
watch('largest-contentful-paint', one => { window.painted = one.startTime; });
watch('layout-shift', one => { if (!one.hadRecentInput) window.moved += one.value; });
"""


@dataclass(frozen=True)
class Painted:
    """Milliseconds until the largest part of a page was there (LCP), and the sum of its layout shifts (CLS)."""

    lcp: float
    cls: float


def measure_pages(times: int = 3) -> dict[str, Painted]:
    """Each page opened anew with nothing kept from before but the sign-in; the median of several times."""
    with running_product() as product, _slow_page(product) as page:
        sign_in(page, product)
        return {name: _median(page, address, times) for name, address in _addresses(product).items()}


def _median(page: Page, address: str, times: int) -> Painted:
    seen = [_open(page, address) for _ in range(times)]
    return Painted(*(statistics.median(getattr(one, name) for one in seen) for name in ("lcp", "cls")))


def _open(page: Page, address: str) -> Painted:
    page.goto("about:blank")
    page.goto(address)
    settle(page)
    page.wait_for_timeout(SETTLED_MILLISECONDS)
    lcp, cls = page.evaluate("[window.painted, window.moved]")
    return Painted(lcp, cls)


def _addresses(product: Product) -> dict[str, str]:
    with product.signed_in(*product.demo) as client:
        customer = client.get("/customers", params={"q": "Northwind"}).json()["items"][0]["id"]
        project = client.get("/projects", params={"customer_id": customer}).json()["items"][0]["id"]
    return {
        "Today": "/",
        "customers": "/customers",
        "customer": f"/customers/{customer}",
        "project": f"/projects/{project}?tab=overview",
        "board": f"/projects/{project}?tab=board",
        "inbound": "/inbound",
    }


@contextmanager
def _slow_page(product: Product) -> Iterator[Page]:
    with sync_playwright() as playwright, tempfile.TemporaryDirectory(prefix="rapport-bench-") as profile:
        context = playwright.chromium.launch_persistent_context(
            Path(profile),
            executable_path=chromium(),
            args=FLAGS,
            base_url=product.url,
            viewport={"width": 1440, "height": 900},
        )
        page = context.new_page()
        page.add_init_script(WATCH)
        slow = context.new_cdp_session(page)
        slow.send("Network.enable")
        slow.send("Network.setCacheDisabled", {"cacheDisabled": True})
        slow.send(
            "Network.emulateNetworkConditions",
            {"offline": False, "latency": ROUND_TRIP, "downloadThroughput": LINE, "uploadThroughput": LINE},
        )
        slow.send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})
        yield page
        context.close()
