"""Whatever a stranger attaches leaves us as a harmless download (R52)."""

import re
from email.message import Message
from urllib.parse import unquote

import pytest

from services.api.interactions.attachments.serving import INLINE, headers_of, safe_name
from tests.support.hostile_files import HOSTILE_FILES, PNG


def test_there_are_at_least_forty_hostile_files() -> None:
    assert len(HOSTILE_FILES) >= 40


@pytest.mark.parametrize("case", HOSTILE_FILES, ids=[str(number) for number in range(len(HOSTILE_FILES))])
@pytest.mark.parametrize("may_show", [False, True])
def test_a_hostile_file_leaves_as_a_harmless_download(case: tuple[str, str, bytes, str], may_show: bool) -> None:
    name, declared, octets, kind = case
    headers = headers_of(octets, file_name=name, declared=declared, may_show=may_show)
    disposition = headers["Content-Disposition"]

    assert headers["Content-Type"] == kind
    assert disposition.startswith("inline" if may_show and kind in INLINE else "attachment")
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Content-Security-Policy"] == "sandbox; default-src 'none'"
    assert all(value.isascii() and value.isprintable() for value in headers.values())
    for given in names_in(disposition):
        assert not re.search(r"[/\\\r\n\x00\u202e\u200b\ufeff\"]", given)
        assert given.strip(". ")
        assert len(given) <= 160
        assert given.upper() not in {"CON", "NUL", "NUL.TXT", "LPT1.DOC", "COM9"}


def names_in(disposition: str) -> list[str]:
    """The names that readers old and new find in the header."""
    message = Message()
    message["Content-Disposition"] = disposition
    assert len(message.get_params(header="content-disposition") or []) == 3
    plain = re.search(r'filename="([^"]*)"', disposition)
    extended = re.search(r"filename\*=UTF-8''(\S+)$", disposition)
    assert plain
    assert extended
    return [plain[1], unquote(extended[1])]


@pytest.mark.parametrize(
    ("name", "safe"),
    [
        ("Pläne 2026.pdf", "Pläne 2026.pdf"),
        ("報告書.docx", "報告書.docx"),
        ("a/b.txt", "a_b.txt"),
        ("CON", "_CON"),
        ("", "attachment"),
        ("x" * 400 + ".pdf", "x" * 146 + ".pdf"),
    ],
)
def test_an_honest_name_is_kept_as_far_as_it_is_a_name(name: str, safe: str) -> None:
    assert safe_name(name) == safe


def test_a_picture_is_shown_in_place_only_when_asked() -> None:
    shown = headers_of(PNG, file_name="a.png", declared="image/png", may_show=True)
    saved = headers_of(PNG, file_name="a.png", declared="image/png", may_show=False)

    assert shown["Content-Disposition"].startswith("inline")
    assert saved["Content-Disposition"].startswith("attachment")
