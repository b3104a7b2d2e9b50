"""The refresh cookie and the pages that may use it (R56)."""

from datetime import timedelta

import pytest
from fastapi import Response

from services.api.identity.sessions.cookies import cookie_name, keep_refresh_token, origin_is_ours
from services.kit.clock import now
from services.kit.settings import Settings

pytestmark = pytest.mark.requirement("R56")

SECRET = "3f9c1ab27d58e604b1c2d3e4f5a60718293a4b5c6d7e8f90"


def settings(public_url: str, instance: str = "acme") -> Settings:
    return Settings(public_url=public_url, instance=instance, secret_key=SECRET)


@pytest.mark.parametrize(
    "url", ["https://crm.example.org", "http://127.0.0.1:8000", "http://localhost:8000", "http://[::1]:8000"]
)
def test_over_https_and_on_the_loopback_the_cookie_is_pinned_to_its_host(url: str) -> None:
    response = Response()
    keep_refresh_token(response, settings(url), "rpr_x", now() + timedelta(days=30))
    cookie = response.headers["set-cookie"]
    assert cookie.startswith("__Host-rapport-acme=rpr_x;")
    parts = {part.strip().lower() for part in cookie.split(";")}
    assert {"secure", "httponly", "samesite=strict", "path=/"} <= parts
    assert not any(part.startswith("domain") for part in parts)
    assert response.headers["cache-control"] == "no-store"


def test_on_a_plain_http_network_the_cookie_has_a_name_browsers_keep() -> None:
    response = Response()
    keep_refresh_token(response, settings("http://192.168.1.5:8000"), "rpr_x", now() + timedelta(days=30))
    cookie = response.headers["set-cookie"]
    assert cookie.startswith("rapport-acme=rpr_x;")
    assert "secure" not in cookie.lower()
    assert "httponly" in cookie.lower()


def test_two_instances_on_one_host_do_not_share_the_cookie() -> None:
    assert cookie_name(settings("http://127.0.0.1:1", "a")) != cookie_name(settings("http://127.0.0.1:2", "b"))


@pytest.mark.parametrize(
    "origin", [None, "https://crm.example.org", "https://crm.example.org:443", "HTTPS://CRM.example.org"]
)
def test_our_own_pages_and_programs_may(origin: str | None) -> None:
    assert origin_is_ours(origin, settings("https://crm.example.org"))


@pytest.mark.parametrize(
    "origin",
    [
        "null", "", "http://crm.example.org", "https://crm.example.org:8443", "https://example.org", "https://evil.example",
        "https://crm.example.org.evil.example", "https://evil-crm.example.org", "https://crm.example.org@evil.example",
        "https://127.0.0.1", "http://localhost:443", "file://", "chrome-extension://abc", "https://", "https://[", "https://x:y",
        "javascript:alert(1)", "data:text/html,x", "https://CRM.example.org:99999", "ws://crm.example.org",
    ],
)  # fmt: skip
def test_pages_of_other_origins_may_not(origin: str) -> None:
    assert not origin_is_ours(origin, settings("https://crm.example.org"))


def test_on_the_loopback_its_names_are_one_but_its_ports_are_not() -> None:
    local = settings("http://127.0.0.1:8000")
    assert origin_is_ours("http://localhost:8000", local)
    assert origin_is_ours("http://[::1]:8000", local)
    assert not origin_is_ours("http://localhost:9000", local)
    assert not origin_is_ours("http://evil.example:8000", local)
