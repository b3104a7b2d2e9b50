"""Who is told what."""

from datetime import date
from uuid import UUID

import pytest

from services.contracts.envelope import Envelope, Subject
from services.contracts.events.identity import (
    InvitationSent,
    PasswordChanged,
    PasswordResetRequested,
    SessionReuseDetected,
)
from services.contracts.events.inbound import InboundMessageUnmatched, MailEventReceived
from services.contracts.events.interactions import InteractionRecorded
from services.contracts.events.projects import ProjectMemberAdded, TaskCreated, TaskUpdated
from services.kit.clock import now
from services.kit.ids import new_id
from services.notifier.notices import PlannedDelivery
from services.notifier.picture import Concerns, Customer, Member, Picture, Project
from services.notifier.rules import RULES
from tests.support.envelopes import envelope_of

ADA, BO, CY, OWNER = (new_id() for _ in range(4))
KILN, WEBSITE = new_id(), new_id()
PEOPLE = {
    ADA: Member(ADA, "Ada", "member"),
    BO: Member(BO, "Bo", "member"),
    CY: Member(CY, "Cy", "viewer"),
    OWNER: Member(OWNER, "Olu", "owner"),
}


def picture(*, project_members: tuple[UUID, ...] = (), is_private: bool = False, owner: UUID | None = None) -> Picture:
    project = Project(WEBSITE, "Website", is_private, frozenset(project_members))
    return Picture(
        members=PEOPLE,
        projects={WEBSITE: project} if project_members else {},
        customer=Customer(KILN, "Kiln Works", owner),
    )


def inbound(**changes: object) -> InteractionRecorded:
    values = {
        "channel": "email",
        "direction": "inbound",
        "occurred_at": now(),
        "customer_id": KILN,
        "project_ids": [WEBSITE],
        "thread_id": new_id(),
        "subject": "Delay",
        "snippet": "We heard it from the site.",
        "from_name": "Petri Aho",
        "from_address": "petri@kiln.example",
        **changes,
    }
    return InteractionRecorded.model_validate(values)


def planned(envelope: Envelope, known: Picture) -> list[PlannedDelivery]:
    rule = RULES[envelope.type]
    return rule.deliveries(envelope, known) if rule.concerns(envelope) else []


def told(deliveries: list[PlannedDelivery]) -> set[tuple[UUID, str]]:
    return {(delivery.recipient_id, delivery.channel) for delivery in deliveries}


def test_inbound_mail_tells_the_project_people_and_the_customers_owner_in_the_product_and_by_mail() -> None:
    deliveries = planned(envelope_of(inbound()), picture(project_members=(ADA, BO), owner=OWNER))
    assert told(deliveries) == {(who, channel) for who in (ADA, BO, OWNER) for channel in ("email", "in_app")}


def test_a_person_with_two_reasons_is_told_once() -> None:
    deliveries = planned(envelope_of(inbound()), picture(project_members=(ADA,), owner=ADA))
    assert len(deliveries) == 2


def test_the_fact_comes_first_and_names_sender_subject_customer_and_project() -> None:
    notice = planned(envelope_of(inbound()), picture(project_members=(ADA,)))[0].notice
    assert notice.subject == "Petri Aho: Delay"
    assert notice.headline == "Petri Aho sent an email: Delay"
    assert notice.context == "Kiln Works · Website"
    assert notice.quote == "We heard it from the site."
    assert notice.reason == "You get this because you work on Website."


def test_the_owner_hears_why_it_is_them() -> None:
    notice = planned(envelope_of(inbound(project_ids=[])), picture(owner=BO))[0].notice
    assert notice.reason == "You get this because you own the relationship with Kiln Works."


def test_erased_names_leave_a_sentence_that_still_reads() -> None:
    notice = planned(envelope_of(inbound(from_name="", from_address="", subject="")), picture(owner=BO))[0].notice
    assert (notice.subject, notice.headline) == ("New from A customer", "A customer sent an email.")


@pytest.mark.parametrize("direction", ["outbound", "internal"])
def test_what_we_said_ourselves_is_no_news(direction: str) -> None:
    assert planned(envelope_of(inbound(direction=direction)), picture(project_members=(ADA,), owner=OWNER)) == []


def test_who_records_an_inbound_call_is_not_told_of_it() -> None:
    deliveries = planned(envelope_of(inbound(channel="call"), user_id=ADA), picture(project_members=(ADA, BO)))
    assert {who for who, _ in told(deliveries)} == {BO}


def test_a_customers_owner_outside_a_private_project_is_not_told_of_it() -> None:
    known = picture(project_members=(ADA,), is_private=True, owner=BO)
    deliveries = planned(envelope_of(inbound(), is_private=True, project_id=WEBSITE), known)
    assert {who for who, _ in told(deliveries)} == {ADA}


def test_an_owner_of_the_workspace_sees_private_projects_too() -> None:
    known = picture(project_members=(ADA,), is_private=True, owner=OWNER)
    deliveries = planned(envelope_of(inbound(), is_private=True), known)
    assert {who for who, _ in told(deliveries)} == {ADA, OWNER}


def test_somebody_who_left_is_not_told() -> None:
    assert planned(envelope_of(inbound()), picture(project_members=(new_id(),))) == []


def test_without_projects_the_customers_open_projects_are_asked_for() -> None:
    concerns = RULES["interaction.recorded"].concerns
    thread = new_id()
    without = Concerns(customer_id=KILN, has_open_projects=True, watched_ids=frozenset([KILN, thread]))
    named = Concerns(frozenset([WEBSITE]), KILN, watched_ids=frozenset([KILN, WEBSITE, thread]))
    assert concerns(envelope_of(inbound(project_ids=[], thread_id=thread))) == without
    assert concerns(envelope_of(inbound(thread_id=thread))) == named


def task(**changes: object) -> dict[str, object]:
    values = {"project_id": WEBSITE, "title": "Call the kiln", "status": "todo", "percent_complete": 0}
    return {**values, "assignee_id": ADA, **changes}


def test_a_new_task_tells_its_assignee_who_gave_it_and_when_it_is_due() -> None:
    created = TaskCreated.model_validate(task(due_on=date(2026, 12, 4)))
    deliveries = planned(envelope_of(created, user_id=BO), picture(project_members=(ADA, BO)))
    assert told(deliveries) == {(ADA, "email"), (ADA, "in_app")}
    assert deliveries[0].notice.headline == "Bo assigned you a task: Call the kiln"
    assert deliveries[0].notice.context == "Website · due 4 December 2026"


def test_a_task_given_by_a_program_reads_well() -> None:
    deliveries = planned(envelope_of(TaskCreated.model_validate(task())), picture(project_members=(ADA,)))
    assert deliveries[0].notice.headline == "You have a new task: Call the kiln"


def test_taking_a_task_oneself_is_no_news() -> None:
    created = TaskCreated.model_validate(task())
    assert planned(envelope_of(created, user_id=ADA), picture(project_members=(ADA,))) == []


@pytest.mark.parametrize(("changed", "count"), [(["assignee_id", "status"], 2), (["status"], 0), ([], 0)])
def test_only_a_change_of_the_assignee_tells_them(changed: list[str], count: int) -> None:
    updated = TaskUpdated.model_validate(task(changed=changed))
    assert len(planned(envelope_of(updated, user_id=BO), picture(project_members=(ADA,)))) == count


def test_a_task_without_assignee_tells_nobody() -> None:
    created = TaskCreated.model_validate(task(assignee_id=None))
    assert planned(envelope_of(created, user_id=BO), picture(project_members=(ADA,))) == []


def test_joining_a_project_tells_the_new_member_alone() -> None:
    added = ProjectMemberAdded(user_id=CY, role="member", project_name="Website")
    subject = Subject(kind="project", id=WEBSITE)
    deliveries = planned(envelope_of(added, subject=subject, user_id=BO), picture(project_members=(ADA, BO)))
    assert told(deliveries) == {(CY, "email"), (CY, "in_app")}
    assert deliveries[0].notice.headline == "Bo added you to Website."
    assert deliveries[0].notice.link.id == WEBSITE


def test_a_reused_session_is_told_to_its_person_whatever_the_switch_says_even_if_they_seem_to_have_done_it() -> None:
    deliveries = planned(envelope_of(SessionReuseDetected(user_id=ADA), user_id=ADA), picture())
    assert told(deliveries) == {(ADA, "email"), (ADA, "in_app")}
    assert all(delivery.notice.is_transactional for delivery in deliveries)


def test_an_unmatched_message_is_for_owners_and_admins_in_the_product_only() -> None:
    unmatched = InboundMessageUnmatched(
        source_id=new_id(), interaction_ids=[new_id()], reason="no customer", from_address="x@y.example"
    )
    assert told(planned(envelope_of(unmatched), picture())) == {(OWNER, "in_app")}


def report(**changes: object) -> MailEventReceived:
    values = {
        "source_id": new_id(),
        "kind": "bounce",
        "is_permanent": True,
        "customer_id": KILN,
        "contact_id": new_id(),
    }
    return MailEventReceived.model_validate({**values, "recipient": "petri@kiln.example", **changes})


def test_a_lost_address_is_told_in_the_product_to_the_owner_and_the_people_of_the_projects() -> None:
    bounced = report(detail="550 no such user")
    deliveries = planned(envelope_of(bounced), picture(project_members=(BO,), owner=ADA))
    assert told(deliveries) == {(ADA, "in_app"), (BO, "in_app")}
    notice = deliveries[0].notice
    assert notice.headline == "Mail to petri@kiln.example comes back. Ask for the right address."
    assert (notice.link.kind, notice.link.id, notice.quote) == ("contact", bounced.contact_id, "550 no such user")


def test_a_complaint_is_told_in_other_words() -> None:
    (delivery,) = planned(envelope_of(report(kind="complaint", is_permanent=False)), picture(owner=ADA))
    assert "marked a mail of ours as spam" in delivery.notice.subject


@pytest.mark.parametrize(
    "changes",
    [{"is_permanent": False}, {"customer_id": None}, {"kind": "open"}, {"kind": "delivery"}, {"kind": "other"}],
)
def test_a_report_that_ends_nothing_tells_nobody(changes: dict[str, object]) -> None:
    assert planned(envelope_of(report(**changes)), picture(project_members=(BO,), owner=ADA)) == []


def invitation(**changes: object) -> InvitationSent:
    values = {
        "role": "manager",
        "email": "nils@kiln.example",
        "workspace_name": "Kiln Consulting",
        "invited_by": ADA,
        "inviter_name": "Ada",
        "expires_at": now(),
        "sealed_token": "sealed",
    }
    return InvitationSent.model_validate({**values, **changes})


def test_who_is_invited_gets_one_mail_though_they_are_no_member() -> None:
    envelope = envelope_of(invitation(), user_id=ADA)
    (delivery,) = planned(envelope, Picture())
    assert (delivery.channel, delivery.recipient_id) == ("email", envelope.subject.id)
    notice = delivery.notice
    assert (notice.to_address, notice.sealed_token, notice.is_transactional) == ("nils@kiln.example", "sealed", True)
    assert notice.headline == "Ada invites you to work in Kiln Consulting on Rapport."
    assert "a project manager" in notice.context


def test_an_invitation_says_no_more_of_its_inviter_than_a_name_needs() -> None:
    (delivery,) = planned(envelope_of(invitation(inviter_name="Win a prize at evil.example " * 9)), Picture())
    assert len(delivery.notice.headline) < 150
    assert planned(envelope_of(invitation(email="")), Picture()) == []


def test_the_link_for_a_new_password_is_mailed_to_the_person_alone_and_a_change_is_told_everywhere() -> None:
    asked = PasswordResetRequested(user_id=ADA, expires_at=now(), sealed_token="sealed")
    (mail,) = planned(envelope_of(asked, user_id=ADA), picture())
    assert (mail.recipient_id, mail.channel, mail.notice.sealed_token) == (ADA, "email", "sealed")
    told = planned(envelope_of(PasswordChanged(user_id=ADA, how="reset"), user_id=ADA), picture())
    assert {(one.recipient_id, one.channel) for one in told} == {(ADA, "email"), (ADA, "in_app")}
    assert planned(envelope_of(PasswordChanged(user_id=new_id(), how="reset")), Picture()) == []


def test_who_belongs_nowhere_any_more_is_mailed_the_link_at_the_address_that_the_event_names() -> None:
    facts = {"user_id": ADA, "expires_at": now(), "sealed_token": "sealed"}
    gone = Picture()
    stranger = envelope_of(PasswordResetRequested.model_validate(facts))
    leaver = envelope_of(PasswordResetRequested.model_validate({**facts, "name": "Ada", "email": "ada@x.example"}))
    rule = RULES["password.reset_requested"]
    assert rule.deliveries(stranger, gone) == []
    (planned,) = rule.deliveries(leaver, gone)
    assert (planned.channel, planned.notice.to_address, planned.notice.to_name) == ("email", "ada@x.example", "Ada")
    assert planned.notice.sealed_token == "sealed"
