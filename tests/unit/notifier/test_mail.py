"""Mails that read well and cannot be broken out of."""

import re
from dataclasses import replace
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from html.parser import HTMLParser

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from services.kit.ids import new_id
from services.kit.seal import SealBroken, mail_sealer
from services.notifier.notices import Delivery, Link, Notice
from services.notifier.rendering.mail import Letterhead, compose
from services.notifier.rendering.mime import UnusableAddress
from services.notifier.rendering.plain import one_line, paragraphs, shortened

SEALER = mail_sealer(("a secret of at least thirty-two bytes",))
LETTERHEAD = Letterhead(
    "https://crm.example.org", "Rapport <rapport@example.org>", lambda _w, _u: "T" * 94, SEALER.open
)
NOTICE = Notice(
    subject="Petri Aho: Delay",
    headline="Petri Aho sent an email: Delay",
    context="Kiln Works · Website",
    quote="We heard of it from the site.\n\nNot from you.",
    quoted_name="Petri Aho",
    link=Link("interaction", new_id()),
    button="Open the conversation",
    reason="You get this because you work on Website.",
)
DELIVERY = Delivery(
    id=new_id(),
    workspace_id=new_id(),
    event_id=new_id(),
    event_type="interaction.recorded",
    recipient_id=new_id(),
    channel="email",
    attempts=1,
    version=1,
    notice=NOTICE,
    correlation_id="browser-1234",
    recipient_name="Ada Önal",
    recipient_email="ada@example.com",
    is_active=True,
    wants_email=True,
)
EXPECTED_HEADERS = {
    "From", "To", "Subject", "Date", "Message-ID", "Auto-Submitted", "X-Rapport-Correlation-Id", "List-Unsubscribe",
    "List-Unsubscribe-Post", "MIME-Version", "Content-Type",
}  # fmt: skip
HOSTILE = (
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "{{7*7}} ${7*7} {x.__class__} %(x)s #{7*7} <%= 7*7 %>",
    "a\r\nBcc: victim@example.org\r\n\r\nbody",
    "a\nX-Evil: 1",
    "a\u2028b\u2029c\x0bd\x0ce\x85f",
    "\u202eevil\u202c",
    "=?utf-8?q?=0D=0ABcc:_v=40example.org?=",
    "\udcff broken",
    "-" * 5000,
)


def sent(delivery: Delivery) -> EmailMessage:
    parsed = message_from_bytes(compose(delivery, LETTERHEAD).content, policy=default)
    return parsed


def body(mail: EmailMessage, kind: str) -> str:
    part = mail.get_body((kind,))
    assert part is not None
    return str(part.get_content())


@pytest.mark.requirement("R49")
def test_headers_name_the_thing_and_let_programs_unsubscribe() -> None:
    mail = sent(DELIVERY)
    assert set(mail.keys()) == EXPECTED_HEADERS
    assert mail["Subject"] == "Petri Aho: Delay"
    assert mail["To"] == "Ada Önal <ada@example.com>"
    assert mail["Auto-Submitted"] == "auto-generated"
    assert mail["X-Rapport-Correlation-Id"] == "browser-1234"
    assert mail["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"


def test_the_unsubscribe_address_is_written_as_it_is_however_long() -> None:
    raw = compose(DELIVERY, LETTERHEAD).content
    assert f"List-Unsubscribe: <https://crm.example.org/api/v1/unsubscribe/{'T' * 94}>\r\n".encode() in raw


@pytest.mark.requirement("R04")
def test_every_attempt_has_the_same_message_id() -> None:
    again = replace(DELIVERY, attempts=5, id=new_id())
    assert sent(DELIVERY)["Message-ID"] == sent(again)["Message-ID"]
    assert sent(DELIVERY)["Message-ID"] == f"<{DELIVERY.event_id}.{DELIVERY.recipient_id}@crm.example.org>"


def test_the_text_says_the_fact_first_then_their_words_one_link_and_why() -> None:
    assert body(sent(DELIVERY), "plain").replace("\r\n", "\n") == (
        "Petri Aho sent an email: Delay\n\n"
        "Kiln Works · Website\n\n"
        "Petri Aho wrote:\n> We heard of it from the site.\n> Not from you.\n\n"
        f"Open the conversation:\nhttps://crm.example.org/interactions/{NOTICE.link.id}\n\n"
        "-- \nRapport\n"
        "You get this because you work on Website.\n"
        f"Stop these emails: https://crm.example.org/unsubscribe/{'T' * 94}\n"
    )


def test_the_html_has_one_button_to_the_record() -> None:
    html = body(sent(DELIVERY), "html")
    links = re.findall(r'href="([^"]+)"', html)
    assert links == [
        f"https://crm.example.org/interactions/{NOTICE.link.id}",
        f"https://crm.example.org/unsubscribe/{'T' * 94}",
    ]
    assert html.index(NOTICE.headline) < html.index("Open the conversation")


def test_a_mail_about_the_account_cannot_be_unsubscribed_from() -> None:
    mail = sent(replace(DELIVERY, notice=replace(NOTICE, is_transactional=True)))
    assert mail["List-Unsubscribe"] is None
    assert "unsubscribe" not in body(mail, "html") + body(mail, "plain")


class Elements(HTMLParser):
    """Collects what a browser would see as elements and attributes."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.attributes: set[str] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.attributes |= {name for name, _ in attrs}


def hostile_delivery(text: str) -> Delivery:
    notice = replace(
        NOTICE, subject=text, headline=text, context=text, quote=text, quoted_name=text, reason=text, button=text
    )
    return replace(DELIVERY, notice=notice, recipient_name=text, correlation_id=text)


def assert_tame(text: str) -> None:
    mail = sent(hostile_delivery(text))
    assert set(mail.keys()) == EXPECTED_HEADERS
    assert mail["To"].addresses[0].addr_spec == "ada@example.com"
    assert len(mail["To"].addresses) == 1
    elements = Elements()
    elements.feed(body(mail, "html"))
    assert elements.tags <= {
        "html", "head", "meta", "title", "style", "body", "div", "p", "blockquote", "br", "a"
    }  # fmt: skip
    assert elements.attributes <= {"lang", "charset", "name", "content", "class", "style", "href"}


@pytest.mark.requirement("R47")
@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_stays_text(text: str) -> None:
    assert_tame(text)


@pytest.mark.requirement("R47")
@given(st.text(max_size=200))
@settings(max_examples=60, deadline=None)
def test_no_text_whatever_adds_a_header_or_an_element(text: str) -> None:
    assert_tame(text)


@pytest.mark.requirement("R47")
def test_template_expressions_are_printed_literally() -> None:
    expression = "{{7*7}} ${7*7} {x.__class__}"
    mail = sent(hostile_delivery(expression))
    assert expression in body(mail, "plain")
    assert expression in body(mail, "html")
    assert mail["Subject"] == expression


@pytest.mark.parametrize(
    "address", ["", "nobody", "a b@c", "@x.example", "x@", "<>", "a@b\r\nBcc: v@x", "\u00fc@b.example"]
)
def test_an_address_no_mail_can_go_to_is_refused_for_good(address: str) -> None:
    with pytest.raises(UnusableAddress):
        compose(replace(DELIVERY, recipient_email=address), LETTERHEAD)


def test_a_domain_beyond_ascii_is_written_as_mail_servers_know_it() -> None:
    mail = compose(replace(DELIVERY, recipient_email="ada@m\u00fcnchen.example"), LETTERHEAD)
    assert mail.recipient == "ada@xn--mnchen-3ya.example"


def test_every_line_on_the_wire_is_ascii_ends_with_crlf_and_fits() -> None:
    content = compose(hostile_delivery("\u00e4\u00f6\u4e2d\u6587 " * 300), LETTERHEAD).content
    assert content.isascii()
    assert b"\n" not in content.replace(b"\r\n", b"")
    assert max(len(line) for line in content.split(b"\r\n")) <= 998


@given(st.text())
def test_one_line_is_one_line_of_visible_characters(text: str) -> None:
    line = one_line(text, 50)
    assert len(line) <= 50
    assert len(line.splitlines()) <= 1
    assert not re.search(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\ud800-\udfff]", line)


@given(st.text(), st.integers(min_value=2, max_value=40))
def test_shortening_never_grows_and_keeps_the_beginning(text: str, most: int) -> None:
    short = shortened(text, most)
    assert len(short) <= most
    assert text.startswith(short.removesuffix("…").rstrip()) or short == text


def test_paragraphs_drop_empty_lines() -> None:
    assert paragraphs("a\r\n\r\n  \n b ") == ["a", "b"]


def with_token(link: Link) -> Delivery:
    sealed = SEALER.seal("rpi_the-token", context=f"{link.kind}:{link.id}")
    return replace(DELIVERY, notice=replace(NOTICE, link=link, sealed_token=sealed, is_transactional=True))


@pytest.mark.parametrize(("kind", "page"), [("invitation", "accept-invitation"), ("password_reset", "reset-password")])
def test_a_mailed_token_stands_behind_the_hash_of_a_page_under_public_url(kind: str, page: str) -> None:
    mail = sent(with_token(Link(kind, new_id())))
    url = f"https://crm.example.org/{page}#rpi_the-token"
    assert url in body(mail, "plain").splitlines()
    assert f'href="{url}"' in body(mail, "html")
    assert mail["List-Unsubscribe"] is None


def test_a_token_sealed_for_another_record_is_not_written() -> None:
    sealed = SEALER.seal("rpi_the-token", context=f"invitation:{new_id()}")
    moved = replace(DELIVERY, notice=replace(NOTICE, link=Link("invitation", new_id()), sealed_token=sealed))
    with pytest.raises(SealBroken):
        compose(moved, LETTERHEAD)
