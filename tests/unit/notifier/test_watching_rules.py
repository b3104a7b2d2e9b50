"""What watchers, and people who are mentioned, are told."""

from datetime import date
from uuid import UUID

import pytest

from services.contracts.envelope import Envelope, Subject
from services.contracts.events.collaboration import CommentCreated, CommentUpdated, WatcherAdded, WatcherRemoved
from services.contracts.events.interactions import InteractionRecorded
from services.contracts.events.projects import MilestoneUpdated, ProjectUpdated, TaskUpdated
from services.kit.clock import now
from services.kit.ids import new_id
from services.notifier.notices import Notice, PlannedDelivery
from services.notifier.picture import Concerns, Customer, Member, Picture, Project
from services.notifier.projections import changes
from services.notifier.rules import RULES
from tests.support.envelopes import envelope_of

ADA, BO, CY, OLU = (new_id() for _ in range(4))
KILN, WEBSITE, TASK = new_id(), new_id(), new_id()
PEOPLE = {
    ADA: Member(ADA, "Ada", "member"),
    BO: Member(BO, "Bo", "member"),
    CY: Member(CY, "Cy", "viewer"),
    OLU: Member(OLU, "Olu", "owner"),
}


def picture(
    *, watchers: dict[UUID, str] | None = None, on_project: tuple[UUID, ...] = (), is_private: bool = False
) -> Picture:
    return Picture(
        members=PEOPLE,
        projects={WEBSITE: Project(WEBSITE, "Website", is_private, frozenset(on_project))},
        customer=Customer(KILN, "Kiln Works", None),
        watchers=watchers or {},
    )


def comment(**changed: object) -> dict[str, object]:
    values = {
        "subject_kind": "task",
        "subject_id": TASK,
        "customer_id": None,
        "project_ids": [WEBSITE],
        "author_id": ADA,
        "mentioned_user_ids": [BO],
        "responsible_user_id": None,
        "subject_title": "Call the kiln",
        "text": "@Bo can you?",
    }
    return {**values, **changed}


def created(**changed: object) -> CommentCreated:
    return CommentCreated.model_validate(comment(**changed))


def planned(envelope: Envelope, known: Picture) -> list[PlannedDelivery]:
    rule = RULES[envelope.type]
    return rule.deliveries(envelope, known) if rule.concerns(envelope) else []


def notices(deliveries: list[PlannedDelivery]) -> dict[UUID, Notice]:
    return {delivery.recipient_id: delivery.notice for delivery in deliveries}


def channels(deliveries: list[PlannedDelivery]) -> list[tuple[UUID, str]]:
    return sorted((delivery.recipient_id, delivery.channel) for delivery in deliveries)


def test_a_mention_tells_whom_it_means_by_every_channel_and_watchers_that_something_was_said() -> None:
    deliveries = planned(envelope_of(created(), user_id=ADA), picture(watchers={ADA: "task", BO: "task", CY: "task"}))

    assert channels(deliveries) == sorted((who, by) for who in (BO, CY) for by in ("email", "in_app"))
    told = notices(deliveries)
    assert told[BO].subject == "Ada mentioned you: Call the kiln"
    assert told[BO].headline == "Ada mentioned you in a comment on Call the kiln."
    assert told[BO].reason == "You get this because somebody mentioned you."
    assert told[CY].headline == "Ada commented on Call the kiln."
    assert told[CY].reason == "You get this because you watch this task."
    assert (told[CY].context, told[CY].quote, told[CY].button) == (
        "Kiln Works · Website",
        "@Bo can you?",
        "Open the task",
    )


def test_who_answers_for_it_hears_it_too_and_nobody_twice() -> None:
    known = picture(watchers={CY: "task"})
    task = notices(planned(envelope_of(created(mentioned_user_ids=[], responsible_user_id=BO)), known))
    watching = planned(envelope_of(created(mentioned_user_ids=[], responsible_user_id=CY)), known)

    assert task[BO].reason == "You get this because the task is yours."
    assert len(watching) == 2
    assert notices(watching)[CY].reason == "You get this because you watch this task."


def test_a_customers_owner_hears_why_it_is_them() -> None:
    said = created(subject_kind="customer", subject_id=KILN, customer_id=KILN, project_ids=[], responsible_user_id=CY)
    told = notices(planned(envelope_of(said), picture()))

    assert told[CY].reason == "You get this because you own the relationship with this customer."
    assert (told[CY].context, told[CY].link.kind) == ("", "customer")


def test_what_a_program_writes_in_ones_own_name_is_no_news() -> None:
    assert notices(planned(envelope_of(created()), picture(watchers={ADA: "task"}))).keys() == {BO}


def test_behind_a_private_project_only_its_people_and_those_who_see_all_are_told() -> None:
    envelope = envelope_of(created(mentioned_user_ids=[BO, CY]), is_private=True, project_id=WEBSITE)
    known = picture(watchers={OLU: "project", BO: "task"}, on_project=(CY,), is_private=True)

    assert notices(planned(envelope, known)).keys() == {CY, OLU}


def test_an_edit_tells_only_who_is_mentioned_anew() -> None:
    edited = comment(mentioned_user_ids=[BO, CY], newly_mentioned_user_ids=[CY])
    known = picture(watchers={BO: "task", OLU: "task"})

    assert notices(planned(envelope_of(CommentUpdated.model_validate(edited)), known)).keys() == {CY}
    assert planned(envelope_of(CommentUpdated.model_validate(edited | {"newly_mentioned_user_ids": []})), known) == []


def test_erased_words_leave_sentences_that_read() -> None:
    told = notices(planned(envelope_of(created(subject_title="", text="", author_id=None)), picture()))
    assert told[BO].headline == "Somebody mentioned you in a comment on this task."


def moved(status: str, **changed: object) -> Envelope:
    values = {"project_id": WEBSITE, "title": "Call the kiln", "status": status, "percent_complete": 0}
    task = TaskUpdated.model_validate({**values, "assignee_id": BO, "changed": ["status"], **changed})
    return envelope_of(task, subject=Subject(kind="task", id=TASK), user_id=ADA)


def test_a_tasks_new_status_tells_its_watchers_and_the_projects_watchers_only_what_tells_something() -> None:
    known = picture(watchers={ADA: "task", CY: "task", OLU: "project"})
    done, begun = planned(moved("done"), known), planned(moved("doing"), known)

    assert channels(done) == sorted([(CY, "email"), (CY, "in_app"), (OLU, "in_app")])
    assert notices(done)[CY].headline == "Call the kiln is done."
    assert notices(done)[CY].context == "Website · by Ada"
    assert notices(done)[OLU].reason == "You get this because you watch this project."
    assert {who for who, _ in channels(begun)} == {CY}


def test_who_is_given_the_task_in_the_same_moment_is_told_that_alone() -> None:
    deliveries = planned(moved("doing", changed=["assignee_id", "status"]), picture(watchers={BO: "task"}))
    assert channels(deliveries) == sorted([(BO, "email"), (BO, "in_app")])
    assert notices(deliveries)[BO].headline == "Ada assigned you a task: Call the kiln"


def reached(**changed: object) -> MilestoneUpdated:
    values = {"project_id": WEBSITE, "name": "Go live", "due_on": None, "reached_on": date(2026, 12, 4)}
    return MilestoneUpdated.model_validate({**values, "changed": ["reached_on"], **changed})


def test_a_milestone_that_is_reached_tells_who_watches_the_project_or_its_customer() -> None:
    envelope = envelope_of(reached(), user_id=ADA, project_id=WEBSITE)
    told = notices(planned(envelope, picture(watchers={ADA: "project", BO: "project", CY: "customer"})))

    assert told.keys() == {BO, CY}
    assert told[BO].headline == "A milestone was reached: Go live"
    assert told[BO].context == "Website · reached on 4 December 2026"
    assert told[CY].reason == "You get this because you watch this customer."
    concerns = RULES["milestone.updated"].concerns(envelope)
    assert concerns == Concerns(frozenset([WEBSITE]), None, frozenset([ADA]), False, False, frozenset([WEBSITE]), True)


@pytest.mark.parametrize("changed", [{"reached_on": None}, {"changed": ["due_on"]}])
def test_any_other_change_of_a_milestone_is_no_news(changed: dict[str, object]) -> None:
    assert planned(envelope_of(reached(**changed), project_id=WEBSITE), picture(watchers={BO: "project"})) == []


def test_a_projects_new_status_tells_its_watchers() -> None:
    values = {"name": "Website", "key": "W", "status": "on_hold", "is_private": False, "customer_ids": [KILN]}
    switched = ProjectUpdated.model_validate({**values, "changed": ["status"]})
    renamed = ProjectUpdated.model_validate({**values, "changed": ["name"]})
    known = picture(watchers={BO: "project"})

    assert notices(planned(envelope_of(switched, project_id=WEBSITE), known))[BO].headline == "Website is on hold."
    assert planned(envelope_of(renamed, project_id=WEBSITE), known) == []


def test_a_customers_mail_tells_the_watchers_beside_everybody_else() -> None:
    recorded = InteractionRecorded(
        channel="email",
        direction="inbound",
        occurred_at=now(),
        customer_id=KILN,
        project_ids=[WEBSITE],
        thread_id=new_id(),
        subject="Delay",
    )
    told = notices(planned(envelope_of(recorded), picture(watchers={BO: "interaction", CY: "customer"})))

    assert told[BO].reason == "You get this because you watch this conversation."
    assert told[CY].reason == "You get this because you watch this customer."


def test_beginning_and_ending_to_watch_are_remembered() -> None:
    values = {"subject_kind": "task", "subject_id": TASK, "project_ids": [WEBSITE], "user_id": ADA}
    (begun,) = changes(envelope_of(WatcherAdded.model_validate(values)))
    (ended,) = changes(envelope_of(WatcherRemoved.model_validate(values)))

    assert begun.key == ended.key == {"subject_id": TASK, "user_id": ADA}
    assert (begun.values["is_watching"], ended.values["is_watching"]) == (True, False)
