"""Caddy with the Caddyfile of production: what it caches, compresses, protects and says when the API is away."""

import gzip
import json
import re
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from deploy.local.product import CADDYFILE, ROOT
from tests.integration.local_stack.edge import Edge
from tests.support.assurance.recording import FigureTaker


@pytest.fixture(scope="module")
def edge(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Edge]:
    folder = tmp_path_factory.mktemp("edge")
    assets = folder / "dist" / "assets"
    assets.mkdir(parents=True)
    (folder / "dist" / "index.html").write_text("<!doctype html><title>start page</title>")
    (folder / "dist" / ".built").touch()
    (assets / "app-1a2b3c.js").write_text("export const answer = 42;")
    (assets / "app-1a2b3c.js.gz").write_bytes(gzip.compress(b"made at the build"))
    running = Edge(folder)
    yield running
    running.stop()


def test_hashed_assets_are_kept_for_ever_and_sent_as_the_build_compressed_them(edge: Edge) -> None:
    status, headers, body = edge.ask("/assets/app-1a2b3c.js", Accept_Encoding="gzip")
    assert (status, headers["Cache-Control"]) == (200, "public, max-age=31536000, immutable")
    assert gzip.decompress(body) == b"made at the build"


@pytest.mark.parametrize("path", ["/", "/customers/0190?tab=timeline"])
def test_every_page_of_the_application_is_its_start_page_and_never_stale(edge: Edge, path: str) -> None:
    status, headers, body = edge.ask(path)
    assert (status, headers["Cache-Control"]) == (200, "no-cache")
    assert b"start page" in body


@pytest.mark.requirement("R40")
@pytest.mark.parametrize("path", ["/unsubscribe/abc", "/accept-invitation", "/reset-password"])
def test_a_page_that_a_token_opens_is_kept_nowhere_and_named_to_nobody(edge: Edge, path: str) -> None:
    status, headers, body = edge.ask(path)
    assert (status, headers["Cache-Control"], headers["Referrer-Policy"]) == (200, "no-store", "no-referrer")
    assert b"start page" in body
    assert edge.ask("/customers")[1].get_all("Referrer-Policy") == ["same-origin"]


@pytest.mark.parametrize("path", ["/assets/gone.js", "/.built"])
def test_what_is_missing_or_hidden_is_not_the_start_page(edge: Edge, path: str) -> None:
    status, headers, body = edge.ask(path)
    assert status == 404
    assert b"start page" not in body
    assert "immutable" not in (headers["Cache-Control"] or "")
    assert "default-src 'self'" in headers["Content-Security-Policy"]


@pytest.mark.parametrize(
    "external_id", ["PROJ%2F12", "PROJ/12", "%2Flead", "trail%2F", "a%2F%2Fb", "a%3Fb%23c", "50%25"]
)
def test_the_id_of_another_system_reaches_the_api_as_it_was_written(edge: Edge, external_id: str) -> None:
    path = f"/api/v1/customers/by-ref/jira/{external_id}"
    status, headers, _ = edge.ask(path)
    assert (status, headers["X-Asked"]) == (200, path)


def test_answers_are_compressed_but_never_the_event_stream(edge: Edge) -> None:
    _, plain, _ = edge.ask("/api/v1/large", Accept_Encoding="gzip")
    _, stream, body = edge.ask("/api/v1/events/stream", Accept_Encoding="gzip")
    assert plain["Content-Encoding"] == "gzip"
    assert stream["Content-Encoding"] is None
    assert len(body) == 5000


@pytest.mark.requirement("R51")
def test_every_answer_has_the_security_headers_once(edge: Edge) -> None:
    for path in ("/", "/api/v1/x", "/assets/gone.js", "/healthz"):
        _, headers, _ = edge.ask(path)
        for name in ("Content-Security-Policy", "X-Content-Type-Options", "Cross-Origin-Opener-Policy"):
            assert len(headers.get_all(name, [])) == 1, (path, name)
        assert headers["Server"] in {None, "BaseHTTP/0.6 Python/" + sys.version.split()[0]}
    policy = edge.ask("/")[1]["Content-Security-Policy"]
    assert "script-src 'self';" in policy
    assert "style-src 'self' 'unsafe-inline';" in policy


@pytest.mark.requirement("R51")
def test_every_page_and_every_route_keeps_foreign_scripts_and_frames_out(edge: Edge, figure: FigureTaker) -> None:
    document = json.loads((ROOT / "frontend" / "openapi.json").read_text())
    routes = [(method.upper(), path) for path, methods in document["paths"].items() for method in methods]
    pages = [("GET", page) for page in ("/", "/today", "/customers/0190", "/projects", "/settings", "/unsubscribe/x")]
    for method, path in [*pages, *routes]:
        _, headers, _ = edge.ask(re.sub(r"{\w+}", "0190", path), method, X_Forwarded_Proto="https")
        policy = dict(part.strip().partition(" ")[::2] for part in headers["Content-Security-Policy"].split(";"))
        assert policy["default-src"] == policy["script-src"] == "'self'", path
        assert {policy[name] for name in ("object-src", "base-uri", "frame-ancestors")} == {"'none'"}, path
        assert headers["X-Content-Type-Options"] == "nosniff", path
        assert headers["Cross-Origin-Opener-Policy"] == "same-origin", path
        assert headers["Strict-Transport-Security"], path
    figure("R51", "pages and routes", len(pages) + len(routes))


@pytest.mark.requirement("R51")
def test_a_policy_of_the_api_is_kept(edge: Edge) -> None:
    _, headers, _ = edge.ask("/api/v1/own-policy")
    assert headers.get_all("Content-Security-Policy") == ["sandbox"]
    assert headers["X-Content-Type-Options"] == "nosniff"


@pytest.mark.requirement("R51")
def test_transport_security_is_promised_where_the_browser_came_encrypted(edge: Edge) -> None:
    assert edge.ask("/")[1]["Strict-Transport-Security"] is None
    assert edge.ask("/", X_Forwarded_Proto="https")[1]["Strict-Transport-Security"]


@pytest.mark.parametrize("token", [None, "", "Bearer ", "Bearer wrong", "metrics-token"])
def test_metrics_need_the_token(edge: Edge, token: str | None) -> None:
    headers = {} if token is None else {"Authorization": token}
    assert edge.ask("/metrics", **headers)[0] == 404
    assert edge.ask("/metrics", Authorization="Bearer metrics-token")[0] == 200


def test_an_api_that_is_away_is_a_problem_with_retry_after(edge: Edge) -> None:
    edge.api.kill_group()
    status, headers, body = edge.ask("/api/v1/customers", method="POST")
    assert (status, headers["Retry-After"]) == (503, "2")
    assert headers["Content-Type"] == "application/problem+json"
    assert json.loads(body)["status"] == 503


@pytest.mark.requirement("R40")
def test_what_is_logged_of_a_request_holds_no_token_of_its_address(tmp_path: Path) -> None:
    # What fails is told at this level also where an error page was sent for it.
    config = tmp_path / "Caddyfile"
    config.write_text(CADDYFILE.read_text().replace("level WARN", "level DEBUG"))
    secret = "Sb3kQ9vX2mLr7TzWq1Yh5Cd0"
    edge = Edge(tmp_path, config)
    try:
        edge.api.kill_group()
        for path in (f"/api/v1/inbound/{secret}", f"/api/v1/unsubscribe/{secret}?x=1"):
            assert edge.ask(path, method="POST", Referer=f"http://rapport.example/unsubscribe/{secret}")[0] == 503
    finally:
        edge.stop()
    said = edge.log.read_text()
    assert "/api/v1/inbound/***" in said
    assert "/api/v1/unsubscribe/***" in said
    assert secret not in said
