"""Forms are read from their bytes, and mail that was taken apart is put together so that it reads as it was written."""

from datetime import UTC, datetime

import pytest

from services.api.integrations.providers.composing import Enclosure, Parts, address, compose
from services.api.integrations.providers.forms import MAX_PARTS, base_name, is_form, parse_form
from services.api.integrations.providers.port import Posted, UnreadableRequest
from services.api.interactions.mail.message import ParsedMail, parse_mail

RECEIVED = datetime(2026, 11, 28, tzinfo=UTC)
MULTIPART = {"content-type": "multipart/form-data; boundary=cut"}


def part(head: str, content: bytes) -> bytes:
    return f"--cut\r\nContent-Disposition: form-data; {head}\r\n\r\n".encode() + content + b"\r\n"


def read(parts: Parts) -> ParsedMail:
    return parse_mail(compose(parts), received_at=RECEIVED)


def test_fields_keep_their_bytes_and_files_lose_their_folders() -> None:
    body = part('name="body-mime"', b"\xff\r\n\xfe") + part('name="a"; filename="C:\\x\\b.pdf"', b"%PDF") + b"--cut--"
    form = parse_form(Posted(body, MULTIPART))

    assert form.octets("body-mime") == b"\xff\r\n\xfe"
    (file,) = form.files
    assert (file.field, file.name, file.content) == ("a", "b.pdf", b"%PDF")


def test_an_urlencoded_form_is_read_too() -> None:
    posted = Posted(b"a=1&b=%C3%A4&a=2", {"content-type": "application/x-www-form-urlencoded"})

    assert is_form(posted)
    assert (parse_form(posted).text("a"), parse_form(posted).text("b")) == ("1", "ä")


@pytest.mark.parametrize(
    "body", [b"", b"nonsense", part('name="a"', b"1"), part('name="a"', b"1") * (MAX_PARTS + 1) + b"--cut--"]
)
def test_a_form_that_is_cut_off_or_endless_is_told_apart(body: bytes) -> None:
    with pytest.raises(UnreadableRequest):
        parse_form(Posted(body, MULTIPART))


@pytest.mark.parametrize(("given", "kept"), [("..", ""), ("a/../.", ""), ("x\\y.txt", "y.txt"), ("  ", ""), ("ä", "ä")])
def test_names_of_files(given: str, kept: str) -> None:
    assert base_name(given) == kept


def test_texts_people_and_files_come_out_as_they_went_in() -> None:
    headers = [("From", address("petri@x.example", "Petri, Äho")), ("To", "a@b.example"), ("Subject", "Kärry 🚜")]
    files = [Enclosure("tides ä.pdf", "application/pdf", b"12345"), Enclosure("p.png", "image/png", b"1", "cid1")]
    mail = read(Parts(headers, "Grüße", "<p>Grüße</p>", files))

    assert (mail.sender[0].name, mail.sender[0].address) == ("Petri, Äho", "petri@x.example")
    assert (mail.subject, mail.text) == ("Kärry 🚜", "Grüße")
    found = {(file.name, file.content_type, file.size, file.content_id) for file in mail.attachments}
    assert found == {("tides ä.pdf", "application/pdf", 5, None), ("p.png", "image/png", 1, "cid1")}


def test_no_header_can_be_smuggled_in() -> None:
    headers = [("Subject", "Hi\r\nBcc: victim@x.example"), ("X\r\nBcc", "victim@x.example"), ("From", "a@b.example")]
    mail = read(Parts(headers, "text", "", [Enclosure("a\r\nBcc: x@y.example", "text/plain\r\nBcc: x", b"1")]))

    assert mail.bcc == ()
    assert mail.subject == "Hi Bcc: victim@x.example"
