"""What stays of a reply, and what goes."""

import pytest

from services.api.interactions.mail.trimming.reply import trim
from services.api.interactions.mail.trimming.subjects import is_forward
from tests.unit.mail.letters import multipart, read

SAID = "On Fri, 20 Nov 2026 at 10:15, Petri Aho <petri@north.example> wrote:"

INTERLEAVED = f"""Dear Petri,

{SAID}
> When do you go live?

In week six.

> And who trains the users?

We do.

> Thank you
> Petri"""


def test_answers_between_quoted_lines_stay_with_the_questions() -> None:
    kept = trim(INTERLEAVED)

    assert kept.startswith("Dear Petri,\n\n> When do you go live?")
    assert "In week six." in kept
    assert kept.endswith("We do.")


def test_one_answer_below_the_question_stays_too() -> None:
    assert trim(f"See below.\n\n{SAID}\n> When?\n\nOn Friday.\n").endswith("On Friday.")


def test_answers_in_a_mail_that_begins_with_a_quote_stay() -> None:
    kept = trim(f"{SAID}\n> When?\nOn Friday.\n> Where?\nHere.\n")

    assert kept == "> When?\nOn Friday.\n> Where?\nHere."


def test_a_quoted_line_that_was_broken_in_two_is_no_answer() -> None:
    quote = "> we would like to know when the new warehouse will be ready for the\nfirst\n> delivery of the year"

    assert trim(f"In May.\n\n{SAID}\n{quote}") == "In May."


@pytest.mark.parametrize(
    "text",
    [
        "> only a quote",
        f"{SAID}\n> only a quote",
        "-- \nPetri Aho",
        "Sent from my iPhone",
        "-----Original Message-----\nFrom: a@b.example\nSubject: x\n\nHello",
        "From: a@b.example\nSent: Friday\nTo: c@d.example\nSubject: x\n\nHello",
        "---\n***",
        "Kind regards,\nPetri Aho\nIT director",
    ],
)
def test_where_nothing_would_be_left_everything_stays(text: str) -> None:
    assert trim(text) == text


@pytest.mark.parametrize("text", ["", "\n \n", "\u200b"])
def test_nothing_stays_nothing(text: str) -> None:
    assert trim(text) == text.strip()


@pytest.mark.parametrize(
    "text",
    [
        "On Thursday:\n\nwe met.\n\nOn Friday:\n\nwe met again.",
        "Options:\n-- first, we wait\n-- second, we do not",
        "Scope\n=====\n\nWe migrate the shop.\n\nOut of scope\n------------\n\nThe warehouse.",
        "These are the dates:\n\n2026-11-20 10:15\n20.11.2026 at 10:15",
        "The alert was sent from my iPhone app to everybody, which is wrong.",
        "Sent from my desk, this is easier than from my phone.",
        "From: Monday\nTo: Friday\n\nwe are closed.",
        "Please note:\nFrom here on we work with the new list.",
        "He wrote: we will pay.\nShe wrote: we will not.",
        "| a | b |\n|---|---|\n| 1 | 2 |",
        "Thanks,\nAnn",
        "Best regards\n\nAnn Berg",
        "Agenda\n---\n1. Budget\n2. Risks\n3. Dates",
    ],
)
def test_a_letter_that_only_looks_like_a_reply_stays_whole(text: str) -> None:
    assert trim(text) == text


@pytest.mark.parametrize(
    "closing",
    [
        "-- \nPetri Aho\nIT director\n+358 40 123 4567",
        "--\nPetri",
        "—————\nPetri Aho\nIT director\npetri@north.example",
        "Sent from my iPhone",
        "Get Outlook for iOS<https://aka.example/o0>",
        "Von meinem iPhone gesendet",
        "Envoyé de mon iPhone",
        "Enviado desde mi iPhone",
        "Inviato da iPhone",
        "Verstuurd vanaf mijn iPhone",
        "Skickat från min iPhone",
        "Lähetetty iPhonesta",
        "Wysłane z iPhone'a",
        "Odesláno z iPhonu",
        "Отправлено с iPhone",
        "iPhoneから送信",
        "发自我的 iPhone",
        "나의 iPhone에서 보냄",
        "iPhone'umdan gönderildi",
        "Kind regards,\nPetri Aho\nIT director\nNorthwind Oy",
        "Mit freundlichen Grüßen\n\nPetri Aho\nLeiter IT\nTel. +49 30 1234567",
        "This e-mail is confidential and intended solely for the addressee.\nIf you are not, delete it.",
        "Diese E-Mail enthält vertrauliche Informationen. Wenn Sie nicht der richtige Empfänger sind, löschen Sie sie.",
        "Ce message est confidentiel et destiné à son seul destinataire.",
    ],
)
def test_what_stands_below_the_last_words_goes(closing: str) -> None:
    assert trim(f"We agree.\n\nAnn\n\n{closing}\n") == "We agree.\n\nAnn"
    assert trim(f"We agree.\n\nAnn\n\n{closing}\n\n{SAID}\n> Do you?\n") == "We agree.\n\nAnn"


def test_the_card_below_the_senders_own_name_goes() -> None:
    text = "We agree.\n\nPetri Aho\nNorthwind Oy\n+358 40 123 4567\nwww.north.example"

    assert trim(text, sender_name="Petri Aho") == "We agree."
    assert trim(text, sender_name="Ann Berg") == text
    assert trim("We agree.\n\nPetri Aho", sender_name="Petri Aho") == "We agree.\n\nPetri Aho"


def test_a_forwarded_mail_is_what_the_writer_wants_to_be_read() -> None:
    rule = "---------- Forwarded message ---------"
    body = f"See below.\r\n\r\n{rule}\r\nFrom: a@b.example\r\n\r\nHello\r\n\r\n{SAID}\r\n> x"

    assert "Hello" in read("Subject: Fwd: Plan", body=body).text
    assert read("Subject: Fwd: Plan", body=body).text_full is None
    assert read("Subject: Re: Plan", body=body).text == "See below."


@pytest.mark.parametrize(
    "subject", ["Fwd: x", "FW: x", "WG: x", "TR : x", "RV: x", "I: x", "VL: x", "PD: x", "转发：x"]
)
def test_a_subject_says_that_a_mail_is_forwarded(subject: str) -> None:
    assert is_forward(subject)


@pytest.mark.parametrize(
    "subject", [None, "", "Re: x", "AW: x", "Re: Fwd: x", "Iteration: x", "Forward thinking", "VS: x"]
)
def test_a_subject_says_that_it_is_not(subject: str | None) -> None:
    assert not is_forward(subject)


def test_the_whole_text_is_kept_beside_the_reply_only_where_something_was_cut() -> None:
    cut, whole = read(body=f"Yes.\r\n\r\n{SAID}\r\n> Do you?"), read(body="Yes.")

    assert (cut.text, cut.text_full) == ("Yes.", f"Yes.\n\n{SAID}\n> Do you?")
    assert (whole.text, whole.text_full) == ("Yes.", None)
    assert cut.whole_text == cut.text_full


@pytest.mark.parametrize(
    "history",
    [
        '<div class="gmail_quote"><div class="gmail_attr">Fri, Ann wrote:</div><blockquote>Do you?</blockquote></div>',
        '<div class="moz-cite-prefix">On 20/11/2026, Ann wrote:</div><blockquote type="cite">Do you?</blockquote>',
        '<div id="appendonsend"></div><hr><div id="divRplyFwdMsg"><b>From:</b> Ann<br></div><div>Do you?</div>',
        '<div class="OutlookMessageHeader">From: Ann</div><p>Do you?</p>',
        '<div id="yahoo_quoted_1" class="yahoo_quoted"><div>On Friday, Ann wrote:<br></div><p>Do you?</p></div>',
        '<div class="protonmail_quote">Ann said<br><blockquote>Do you?</blockquote></div>',
        '<span id="OLK_SRC_BODY_SECTION"><div>From: Ann</div><div>Do you?</div></span>',
        '<hr id="stopSpelling">Date: Friday<br>From: ann@b.example<br><br>Do you?',
        "<div style='border-top:solid #E1E1E1 1.0pt'><p class=MsoNormal><b>From:</b> Ann &lt;ann@b.example&gt;<br>"
        "<b>Sent:</b> Friday<br><b>To:</b> Petri<br><b>Subject:</b> Plan</p></div><p class=MsoNormal>Do you?</p>",
    ],
)
def test_html_says_itself_what_is_a_quote(history: str) -> None:
    found = read("Content-Type: text/html; charset=utf-8", body=f"<p>Yes.</p><p>Ann</p>{history}")

    assert found.text == "Yes.\n\nAnn"
    assert "Do you?" in (found.text_full or "")


def test_answers_between_the_quotes_of_html_stay() -> None:
    quotes = "<div>On Fri, 20 Nov 2026, Ann wrote:</div><blockquote type=cite>When?</blockquote><p>On Friday.</p>"
    found = read(
        "Content-Type: text/html", body=f"<p>Hi</p>{quotes}<blockquote type=cite>Where?</blockquote><p>Here.</p>"
    )

    assert found.text == "Hi\n> When?\nOn Friday.\n> Where?\nHere."


def test_html_that_is_all_quote_stays() -> None:
    assert read("Content-Type: text/html", body="<blockquote>Do you?</blockquote>").text == "Do you?"


def test_the_plain_text_of_an_alternative_is_what_is_trimmed() -> None:
    header, body = multipart(
        "alternative", f"\r\nYes.\r\n\r\n{SAID}\r\n> Do you?", "Content-Type: text/html\r\n\r\n<p>No</p>"
    )

    assert read(header, body=body).text == "Yes."
