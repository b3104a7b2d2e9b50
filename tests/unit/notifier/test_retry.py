"""What is tried again, when, and what is not."""

from datetime import timedelta

import aiosmtplib
import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.kit.backoff import Backoff
from services.notifier.channels.email import verdict
from services.notifier.channels.port import Deferred, Refused
from services.notifier.channels.smtp import SmtpAddress
from services.notifier.retry import RetrySchedule


@given(st.integers(min_value=1, max_value=10_000), st.floats(min_value=0, max_value=1, exclude_max=True))
def test_delays_stay_within_a_fifth_of_the_doubled_one_and_below_the_cap(attempt: int, drawn: float) -> None:
    backoff = Backoff(first=0.5, most=30.0, spread=0.2)
    plain = min(30.0, 0.5 * 2.0 ** min(attempt - 1, 60))
    assert plain * 0.8 - 1e-9 <= backoff.after(attempt, lambda: drawn) <= plain * 1.2 + 1e-9


def test_a_mail_server_may_be_away_for_most_of_a_day_before_a_mail_is_given_up() -> None:
    schedule = RetrySchedule()
    delays = [schedule.next_after(attempt, lambda: 0.5) for attempt in range(1, schedule.most_attempts)]
    total = sum((delay for delay in delays if delay), timedelta())
    assert all(delays)
    assert timedelta(hours=18) < total < timedelta(hours=24)
    assert schedule.next_after(schedule.most_attempts) is None


@pytest.mark.requirement("R49")
@pytest.mark.parametrize(
    ("error", "kind"),
    [
        (aiosmtplib.SMTPDataError(451, "try later"), Deferred),
        (aiosmtplib.SMTPDataError(554, "spam"), Refused),
        (aiosmtplib.SMTPSenderRefused(450, "greylisted", "a@b"), Deferred),
        (aiosmtplib.SMTPSenderRefused(550, "who are you", "a@b"), Refused),
        (aiosmtplib.SMTPRecipientsRefused([aiosmtplib.SMTPRecipientRefused(550, "no such user", "a@b")]), Refused),
        (aiosmtplib.SMTPRecipientsRefused([aiosmtplib.SMTPRecipientRefused(452, "full", "a@b")]), Deferred),
        (aiosmtplib.SMTPAuthenticationError(535, "bad password"), Deferred),
        (aiosmtplib.SMTPHeloError(550, "go away"), Deferred),
        (aiosmtplib.SMTPConnectError("refused"), Deferred),
        (aiosmtplib.SMTPConnectResponseError(554, "no service"), Deferred),
        (aiosmtplib.SMTPServerDisconnected("gone"), Deferred),
        (aiosmtplib.SMTPReadTimeoutError("slow"), Deferred),
        (aiosmtplib.SMTPNotSupported("SMTPUTF8"), Refused),
    ],
)
def test_only_a_final_word_about_this_mail_is_final(error: aiosmtplib.SMTPException, kind: type[Exception]) -> None:
    assert type(verdict(error)) is kind


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("smtp://127.0.0.1:1025", SmtpAddress("127.0.0.1", 1025, False, None, None)),
        ("smtps://user:p%40ss@mail.example.org", SmtpAddress("mail.example.org", 465, True, "user", "p@ss")),
        ("smtp://user:x@mail.example.org", SmtpAddress("mail.example.org", 587, False, "user", "x")),
    ],
)
def test_smtp_urls(url: str, expected: SmtpAddress) -> None:
    assert SmtpAddress.parse(url) == expected


@pytest.mark.parametrize("url", ["", "mail.example.org", "http://mail.example.org", "smtp://"])
def test_a_wrong_smtp_url_is_one_sentence(url: str) -> None:
    with pytest.raises(ValueError, match="SMTP_URL must look like"):
        SmtpAddress.parse(url)
