"""What a member may turn off in their mail, kind by kind: identity keeps the switches, the notifier obeys them."""

from typing import Literal, get_args

MailKind = Literal["inbound_mail", "tasks", "projects", "comments", "survey_responses"]
MAIL_KINDS: tuple[MailKind, ...] = get_args(MailKind)

# The first part of an event's type -> the switch that its mails obey. What is not named here is about the person's own
# account, or is only told in the product.
_OF_SUBJECT: dict[str, MailKind] = {
    "interaction": "inbound_mail",
    "task": "tasks",
    "project": "projects",
    "milestone": "projects",
    "comment": "comments",
    "mention": "comments",
    "survey_response": "survey_responses",
}


def mail_kind(event_type: str) -> MailKind | None:
    """The switch that mails about an event obey; None where there is none."""
    return _OF_SUBJECT.get(event_type.partition(".")[0])
