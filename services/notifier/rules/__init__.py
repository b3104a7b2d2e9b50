"""Who is told what: pure rules, from an event and a picture to planned deliveries."""

from collections.abc import Callable
from dataclasses import dataclass

from services.contracts.envelope import Envelope
from services.notifier.notices import PlannedDelivery
from services.notifier.picture import Concerns, Picture
from services.notifier.rules import (
    account,
    comments,
    feedback,
    interactions,
    invitations,
    mail_events,
    passwords,
    progress,
    projects,
    tasks,
    unmatched,
)


@dataclass(frozen=True, slots=True)
class Rule:
    """What a rule must know of the world, and what it decides then."""

    concerns: Callable[[Envelope], Concerns | None]
    deliveries: Callable[[Envelope, Picture], list[PlannedDelivery]]


RULES: dict[str, Rule] = {
    "interaction.recorded": Rule(interactions.concerns, interactions.deliveries),
    "survey_response.received": Rule(feedback.concerns, feedback.deliveries),
    "survey_response.updated": Rule(feedback.concerns, feedback.deliveries),
    "task.created": Rule(tasks.concerns, tasks.deliveries),
    "task.updated": Rule(tasks.concerns, tasks.deliveries),
    "comment.created": Rule(comments.concerns, comments.deliveries),
    "comment.updated": Rule(comments.concerns, comments.deliveries),
    "milestone.updated": Rule(progress.milestone_concerns, progress.milestone_deliveries),
    "project.updated": Rule(progress.project_concerns, progress.project_deliveries),
    "project.member_added": Rule(projects.concerns, projects.deliveries),
    "invitation.sent": Rule(invitations.concerns, invitations.deliveries),
    "password.reset_requested": Rule(passwords.concerns, passwords.asked),
    "password.changed": Rule(passwords.concerns, passwords.changed),
    "session.reuse_detected": Rule(account.concerns, account.deliveries),
    "inbound_message.unmatched": Rule(unmatched.concerns, unmatched.deliveries),
    "inbound_message.mail_event_received": Rule(mail_events.concerns, mail_events.deliveries),
}
