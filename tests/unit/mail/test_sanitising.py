"""HTML of strangers, made harmless."""

import pytest

from services.api.interactions.mail.sanitise import levelled, sanitise


@pytest.mark.requirement("R50")
@pytest.mark.parametrize(
    "html",
    [
        "<script>alert(1)</script>",
        "<img src=x onerror=alert(1)>",
        "<svg onload=alert(1)><script>alert(1)</script></svg>",
        "<a href='javascript:alert(1)'>x</a>",
        "<a href='java\tscript:alert(1)'>x</a>",
        "<a href='&#106;avascript:alert(1)'>x</a>",
        "<a href='data:text/html,<script>alert(1)</script>'>x</a>",
        "<iframe src='https://evil.example'></iframe>",
        "<form action='https://evil.example'><input name=password></form>",
        "<style>@import 'https://evil.example'</style>",
        "<p style='background:url(https://evil.example)'>x</p>",
        "<math><mtext><table><mglyph><style><img src=x onerror=alert(1)>",
        "<noscript><p title='</noscript><img src=x onerror=alert(1)>'>",
        "<<script>alert(1)//<</script>",
        "<img src='x' alt='\"><script>alert(1)</script>'>",
        "<meta http-equiv=refresh content='0;url=https://evil.example'>",
        "<base href='https://evil.example/'>",
        "<object data='https://evil.example'></object>",
        "<p/onclick=alert(1)>x</p>",
    ],
)
def test_nothing_that_runs_or_calls_home_by_itself_is_left(html: str) -> None:
    cleaned = (sanitise(html) or "").lower()

    for poison in ("<script", "onerror=", "onload=", "onclick=", "javascript:", "<iframe", "<form", "<style", "<svg"):
        assert poison not in cleaned
    for poison in ("evil.example", "data:text", "<meta", "<base", "<object", "style="):
        assert poison not in cleaned


def test_what_a_letter_needs_is_kept() -> None:
    html = (
        '<p dir="ltr">Dear <b>Ann</b>, see <a href="https://x.example/y">this</a><br><img src="cid:logo@x" alt="Logo">'
    )
    cleaned = sanitise(html) or ""

    assert '<p dir="ltr">Dear <b>Ann</b>' in cleaned
    assert 'href="https://x.example/y"' in cleaned
    assert 'src="cid:logo@x"' in cleaned
    assert 'rel="noopener noreferrer nofollow"' in cleaned


def test_elements_are_closed_in_their_place_and_never_nested_without_end() -> None:
    assert levelled("<b>one<i>two</b>three</i>") == "<b>one<i>two</i></b>three"
    assert levelled("<div>" * 5_000).count("<div>") == 100
    assert levelled("<font color=red>" * 5_000).count("<font") == 12


def test_html_beyond_the_limit_is_not_shown_as_html() -> None:
    assert sanitise("<p>" + "x" * 600_000) is None
