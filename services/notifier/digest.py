"""Many notices in one mail: when what waits for a person is told together, as pure rules."""

from collections.abc import Sequence
from datetime import timedelta
from uuid import UUID

from services.notifier.notices import EMAIL, Link, Notice, PlannedDelivery, Point

#: What the ledger calls the event of a mail that stands for many.
DIGEST = "digest"
#: More than so many mails waiting for one person are a crowd.
CROWD = 20
#: Until then a mail is on time, and a short burst stays a mail each.
ON_TIME = timedelta(seconds=5)
MOST_PATIENCE = timedelta(seconds=60)
NAMED = 40


def may_be_digested(planned: PlannedDelivery) -> bool:
    """Mails only, and none about the account's safety or that asks for a decision: these come alone and at once."""
    notice = planned.notice
    return planned.channel == EMAIL and not notice.is_transactional and not notice.stands_alone


def patience(lateness: timedelta) -> timedelta:
    """How long a mail about something that was so long ago waits for company: a tenth, at most a minute.

    What is on time does not wait. After an outage everything is late, and one mail a minute says more than hundreds.
    """
    return timedelta(0) if lateness <= 2 * ON_TIME else min(lateness / 10, MOST_PATIENCE)


def digest_of(notices: Sequence[Notice], digest_id: UUID) -> Notice:
    """One notice that names the first 40 in their order and counts the others."""
    count = len(notices)
    others = f"The first {NAMED} are below; the other {count - NAMED} are in Rapport." if count > NAMED else ""
    return Notice(
        subject=f"{count} updates in Rapport",
        headline=f"{count} updates for you, in one mail",
        context=others,
        points=tuple(Point(_line(notice), notice.link) for notice in notices[:NAMED]),
        link=Link(DIGEST, digest_id),
        button="Open Rapport",
        reason=f"You get this as one mail because more than {CROWD} were waiting for you.",
    )


def _line(notice: Notice) -> str:
    return f"{notice.headline} ({notice.context})" if notice.context else notice.headline
