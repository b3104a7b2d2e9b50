"""Only what a sanitised mail shows as a picture can be fetched, and finding it takes no time."""

import time

import pytest

from services.api.interactions.mail.sanitise import sanitise
from services.api.interactions.pictures.domain import address_to_ask, shows_picture
from services.api.interactions.raster import raster_type

ADDRESS = "https://a.example/p.png?a=1&b='\"2"


@pytest.mark.parametrize(
    "html",
    [
        f"<img src='{ADDRESS.replace(chr(39), '&#39;')}'>",
        f'<IMG ALT="a > b" SRC="{ADDRESS.replace(chr(34), "&quot;")}" width=1>',
        f'<table><tr><td><a href="/x"><img\nalt=" src=" src=" {ADDRESS.replace(chr(34), "&quot;")} "/></a>',
    ],
)
def test_a_picture_is_found_however_it_was_written(html: str) -> None:
    assert shows_picture(sanitise(html) or "", ADDRESS)
    assert shows_picture(sanitise(html) or "", f" {ADDRESS}\n")


@pytest.mark.parametrize(
    "html",
    [
        '<a href="https://a.example/p.png">https://a.example/p.png</a>',
        '<img alt="<img src=https://a.example/p.png>" src="https://a.example/q.png">',
        '<p title=\'<img src="https://a.example/p.png">\'>&lt;img src="https://a.example/p.png"&gt;</p>',
        '<img src="https://a.example/p.png?x">',
        '<img src="https://a.example/P.png"><img srcset="https://a.example/p.png">',
        '<video src="https://a.example/p.png" poster="https://a.example/p.png"></video>',
        '<!-- <img src="https://a.example/p.png"> --><script><img src="https://a.example/p.png"></script>',
        "",
    ],
)
def test_what_is_no_picture_is_not(html: str) -> None:
    assert not shows_picture(sanitise(html) or "", "https://a.example/p.png")
    assert not shows_picture(sanitise(html) or "", " ")


def test_the_longest_mail_is_looked_through_at_once() -> None:
    rows = (f'<p>Words <img alt="x" src="https://a.example/{number}.png?u=1&amp;v=2"></p>' for number in range(6_000))
    html = sanitise("".join(rows))
    assert html is not None
    begun = time.perf_counter()

    assert shows_picture(html, "https://a.example/5999.png?u=1&v=2")
    assert not shows_picture("<img " * 100_000, ADDRESS)
    assert time.perf_counter() - begun < 0.5


def test_an_address_without_a_scheme_takes_the_safe_one() -> None:
    assert address_to_ask(" //a.example/p.png ") == "https://a.example/p.png"
    assert address_to_ask("http://a.example/p.png") == "http://a.example/p.png"


@pytest.mark.parametrize(
    ("octets", "kind"),
    [
        (b"\x89PNG\r\n\x1a\n", "image/png"),
        (b"\x89PNG\n", None),
        (b"\x00\x00\x00\x1cftypavis\x00\x00\x00\x00", "image/avif"),
        (b"\x00\x00\x00\x1cftypheic\x00\x00\x00\x00mif1heic", None),
        (b"\xff\xff\xff\xffftypmp42\x00\x00\x00\x00" + b"isom" * 1000 + b"avif", None),
        (b"RIFF\x00\x00\x00\x00WAVE", None),
        (b"<svg/>", None),
        (b"", None),
    ],
)
def test_pictures_are_told_by_how_they_begin(octets: bytes, kind: str | None) -> None:
    assert raster_type(octets) == kind
