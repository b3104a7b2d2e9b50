"""What the reader makes of the words and files of a mail."""

import base64

import pytest

from services.api.interactions.mail.plain import snippet
from tests.unit.mail.letters import multipart, read


@pytest.mark.parametrize(
    ("header", "body", "text"),
    [
        ("Content-Type: text/plain; charset=utf-8", "Grüße", "Grüße"),
        ("Content-Type: text/plain; charset=iso-8859-1", b"Gr\xfc\xdfe", "Grüße"),
        ("Content-Type: text/plain; charset=us-ascii", b"Gr\xfc\xdfe", "Grüße"),
        ("Content-Type: text/plain; charset=made-up", "Grüße", "Grüße"),
        ("Content-Type: text/plain; charset=zlib", "Grüße", "Grüße"),
        ("Content-Type: text/plain; charset=shift_jis", "日本語".encode("shift_jis"), "日本語"),
        ("Content-Type: text", "Hello", "Hello"),
        ("Content-Type: ;;;", "Hello", "Hello"),
        ("X-None: 1", b"a\x00b\x0bc", "abc"),
        ("X-None: 1", "one\rtwo\r\nthree", "one\ntwo\nthree"),
        ('Content-Type: multipart/mixed; boundary="gone"', "No boundary in sight", "No boundary in sight"),
        ("Content-Type: multipart/mixed", "No boundary at all", "No boundary at all"),
        ("Content-Type: text/plain; format=flowed", "one \r\ntwo\r\n-- \r\nPetri", "one two\n-- \nPetri"),
    ],
)
def test_text_is_read_in_every_charset_and_without_one(header: str, body: str | bytes, text: str) -> None:
    assert read(header, body=body).whole_text == text


@pytest.mark.parametrize(
    ("encoding", "body"),
    [
        ("base64", base64.b64encode("Grüße".encode()).decode()),
        ("BASE64", base64.b64encode("Grüße".encode()).decode().rstrip("=")),
        ("quoted-printable", "Gr=C3=BC=C3=9Fe"),
        ("8bit", "Grüße"),
        ("made-up", "Grüße"),
    ],
)
def test_transfer_encodings_are_undone(encoding: str, body: str) -> None:
    found = read("Content-Type: text/plain; charset=utf-8", f"Content-Transfer-Encoding: {encoding}", body=body)

    assert found.text == "Grüße"


def test_of_an_alternative_the_text_is_text_and_the_html_is_html() -> None:
    header, body = multipart("alternative", "\r\nplain words", "Content-Type: text/html\r\n\r\n<p>rich words</p>")
    found = read(header, body=body)

    assert (found.text, found.html) == ("plain words", "<p>rich words</p>")


def test_where_there_is_only_html_its_words_become_the_text() -> None:
    html = "<style>p{}</style><p>Dear Ann,</p><ul><li>one<li>two</ul>See <a href='https://x.example/y'>the plan</a>"
    found = read("Content-Type: text/html; charset=utf-8", body=html)

    assert found.text == "Dear Ann,\n\n- one\n- two\nSee the plan (https://x.example/y)"


def test_files_are_listed_and_not_taken_for_text() -> None:
    header, body = multipart(
        "mixed",
        "\r\nsee the files",
        'Content-Type: text/plain; name="notes.txt"\r\nContent-Disposition: attachment\r\n\r\nnotes',
        "Content-Type: application/pdf\r\nContent-Transfer-Encoding: base64\r\n"
        "Content-Disposition: attachment; filename*=utf-8''Pl%C3%A4ne.pdf\r\n\r\naGVsbG8=",
        "Content-Type: image/png\r\nContent-ID: <logo@x>\r\nContent-Disposition: inline; filename=logo.png\r\n\r\nx",
        "Content-Type: application/zip; name*0=a-long; name*1=-name.zip\r\n\r\nPK",
        'Content-Type: image/gif; name="=?utf-8?q?=C3=A4.gif?="\r\n\r\nGIF',
        "Content-Type: message/rfc822\r\n\r\nSubject: What was said before\r\n\r\nwords",
    )
    found = read(header, body=body)

    assert found.text == "see the files"
    assert [file.name for file in found.attachments] == [
        *("notes.txt", "Pläne.pdf", "logo.png", "a-long-name.zip", "ä.gif"),
        "What was said before.eml",
    ]
    pdf, logo = found.attachments[1], found.attachments[2]
    assert (pdf.content_type, pdf.size, pdf.is_inline) == ("application/pdf", 5, False)
    assert (logo.content_id, logo.is_inline) == ("logo@x", True)


def test_an_extended_name_with_raw_letters_beyond_latin_1_is_kept() -> None:
    header, body = multipart("mixed", "Content-Disposition: attachment; filename*=utf-8''\u0192\u20ac.pdf\r\n\r\nx")

    assert read(header, body=body).attachments[0].name == "\u0192\u20ac.pdf"


@pytest.mark.parametrize("name", ["../../etc/passwd", "C:\\Users\\x\\passwd", "/etc/passwd"])
def test_a_files_name_has_no_folder(name: str) -> None:
    header, body = multipart("mixed", f'Content-Disposition: attachment; filename="{name}"\r\n\r\nx')

    assert read(header, body=body).attachments[0].name == "passwd"


def test_a_multipart_that_is_never_closed_loses_nothing() -> None:
    header, body = multipart("mixed", "\r\nfirst", "\r\nsecond")
    found = read(header, body=body.replace("--cut--", ""))

    assert found.text == "first\n\nsecond"
    assert found.defects == ("boundary_not_closed",)


def test_a_boundary_that_begins_like_another_is_another() -> None:
    inner_header, inner_body = multipart("alternative", "\r\ninner", boundary="cut-1")
    header, body = multipart("mixed", f"{inner_header}\r\n\r\n{inner_body}", "\r\nouter")

    assert read(header, body=body).text == "inner\n\nouter"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Thank you.\n\nOn Fri, Ann wrote:\n> Dear Petri,\n> here", "Thank you."),
        ("On Fri, 20 Nov 2026 at 10:15,\nAnn Berg wrote:\n> Dear\n\nAgreed.", "Agreed."),
        ("Agreed.\n-- \nPetri Aho\nIT director", "Agreed."),
        ("Agreed.\n-----Original Message-----\nFrom: Ann", "Agreed."),
        ("> only a quote", "> only a quote"),
        ("word " * 100, "word " * 38 + "word…"),
        ("", ""),
    ],
)
def test_a_snippet_is_what_the_writer_wrote(text: str, expected: str) -> None:
    assert snippet(text) == expected
