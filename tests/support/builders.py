"""A workspace with one record of every kind, and which kind of record the name of an id stands for."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from services.api.communications.dead_letters.models import DeadLetter
from services.api.communications.notifications.models import Notification
from services.api.communications.receipts.models import DeliveryReceipt
from services.api.feedback.responses.domain import Scale, Submission
from services.api.feedback.responses.recording import record_response
from services.api.identity.sessions.domain import FAMILY_LIFE
from services.api.identity.sessions.models import RefreshToken
from services.kit.actor import system_actor
from services.kit.clock import now
from services.kit.ids import new_id
from tests.support.mail_records import build_attachment, build_message, stored
from tests.support.people import People, Person

OCCURRED_AT = datetime(2026, 11, 20, 9, 30, tzinfo=UTC)

#: The name of an id in a path, query or body -> the kind of record it names.
KINDS = {
    "customer_id": "customer",
    "customer_ids": "customer",
    "contact_id": "contact",
    "assignee_contact_id": "contact",
    "project_id": "project",
    "project_ids": "project",
    "phase_id": "phase",
    "milestone_id": "milestone",
    "task_id": "task",
    "depends_on": "earlier_task",
    "after_id": "earlier_task",
    "before_id": "earlier_task",
    "interaction_id": "interaction",
    "attachment_id": "attachment",
    "comment_id": "comment",
    "subject_id": "customer",
    "id": "customer",
    "thread_id": "thread",
    "survey_response_id": "survey_response",
    "source_id": "source",
    "inbound_message_id": "message",
    "message_id": "message",
    "notification_id": "notification",
    "dead_letter_id": "dead_letter",
    "key_id": "key",
    "invitation_id": "invitation",
    "session_id": "session",
    "user_id": "member",
    "recipient_user_id": "member",
    "owner_id": "member",
    "manager_id": "member",
    "assignee_id": "member",
    "author_id": "member",
    "actor_id": "member",
    "workspace_id": "workspace",
    "event_id": "event",
}

Records = dict[str, str]
Builder = Callable[[People, Person, Records], Awaitable[str]]


@dataclass(frozen=True)
class Furnished:
    """Two owners, each with one record of every kind in a workspace of their own."""

    here: Person
    there: Person
    own: Records
    foreign: Records


async def furnish(people: People, person: Person) -> Records:
    """Make one record of every kind that the API has a route for; returns their ids by kind."""
    made: Records = {"workspace": str(person.workspace_id)}
    for kind, (route, build) in BUILDERS.items():
        if route in people.routes:
            made[kind] = await build(people, person, made)
    return made


async def furnish_private(people: People, person: Person, public: Records) -> Records:
    """A private project of `person` with a record of every kind that belongs to a project."""
    made = dict(public)
    for kind in (
        "project",
        "phase",
        "milestone",
        "task",
        "earlier_task",
        "interaction",
        "attachment",
        "survey_response",
    ):
        made[kind] = await BUILDERS[kind][1](people, person, made)
        if kind == "project":
            changed = await person.client.patch(f"/projects/{made[kind]}", json={"is_private": True})
            assert changed.status_code == 200, changed.text
    return {kind: record for kind, record in made.items() if public.get(kind) != record}


async def _customer(_people: People, person: Person, _made: Records) -> str:
    body = {"name": "Northwind Logistics", "domains": [f"{person.workspace_id.hex}.example"], "tags": ["key"]}
    return str((await person.post("/customers", body))["id"])


async def _contact(_people: People, person: Person, made: Records) -> str:
    body = {
        "customer_id": made["customer"],
        "name": "Nora North",
        "emails": [f"nora@{person.workspace_id.hex}.example"],
    }
    return str((await person.post("/contacts", body))["id"])


async def _member(people: People, person: Person, _made: Records) -> str:
    return str((await people.member(person.workspace_id)).user_id)


async def _key(_people: People, person: Person, _made: Records) -> str:
    return str((await person.post("/api-keys", {"name": "A program", "scopes": ["me:read"]}))["id"])


async def _invitation(_people: People, person: Person, _made: Records) -> str:
    body = {"email": f"{new_id().hex}@people.example", "role": "member"}
    return str((await person.post("/members/invitations", body))["id"])


async def _session(people: People, person: Person, _made: Records) -> str:
    session = RefreshToken(
        workspace_id=person.workspace_id,
        id=new_id(),
        user_id=person.user_id,
        family_id=new_id(),
        family_started_at=now(),
        token_hash=new_id().bytes,
        client_hash=b"",
        expires_at=now() + FAMILY_LIFE,
    )
    await stored(people, session)
    return str(session.family_id)


async def _project(_people: People, person: Person, made: Records) -> str:
    body = {"name": "Rollout", "key": f"P{new_id().hex[-6:].upper()}", "customer_ids": [made["customer"]]}
    return str((await person.post("/projects", body))["id"])


def _in_project(plural: str, **body: Any) -> Builder:
    async def build(_people: People, person: Person, made: Records) -> str:
        return str((await person.post(f"/projects/{made['project']}/{plural}", body))["id"])

    return build


async def _interaction(_people: People, person: Person, made: Records) -> str:
    body = {
        "channel": "call",
        "direction": "inbound",
        "occurred_at": OCCURRED_AT.isoformat(),
        "text": "They asked for the plan.",
        "customer_id": made["customer"],
        "project_ids": [made["project"]],
    }
    recorded = await person.post("/interactions", body)
    made["thread"] = recorded["thread_id"]
    return str(recorded["id"])


async def _survey_response(people: People, person: Person, made: Records) -> str:
    submission = Submission(
        provider="generic",
        external_id=new_id().hex,
        source_id=UUID(made["source"]),
        survey_name="Pulse on requirements",
        metric="nps",
        score=9,
        scale=Scale(0, 10),
        comment="They listen.",
        hidden={"contact_id": made["contact"], "project_id": made["project"]},
        submitted_at=OCCURRED_AT,
    )
    actor = system_actor(person.workspace_id)
    async with people.parts.database.work(actor, correlation_id="tests-builders") as work:
        return str((await record_response(work, submission=submission)).response.id)


async def _comment(_people: People, person: Person, made: Records) -> str:
    about = {"kind": "customer", "id": made["customer"]}
    return str((await person.post("/comments", {"subject": about, "body": "They prefer calls before noon."}))["id"])


async def _source(_people: People, person: Person, _made: Records) -> str:
    body = {"kind": "email", "provider": "raw", "name": "Inbox"}
    return str((await person.post("/inbound-sources", body))["id"])


async def _notification(people: People, person: Person, _made: Records) -> str:
    return await stored(
        people,
        Notification(
            workspace_id=person.workspace_id,
            id=new_id(),
            user_id=person.user_id,
            event_id=new_id(),
            event_type="interaction.recorded",
            title="New mail",
            body="From Nora North",
            created_at=OCCURRED_AT,
        ),
    )


async def _event(people: People, person: Person, _made: Records) -> str:
    receipt = DeliveryReceipt(
        workspace_id=person.workspace_id,
        id=new_id(),
        event_id=new_id(),
        recipient_user_id=person.user_id,
        channel="email",
        status="sent",
        occurred_at=OCCURRED_AT,
    )
    await stored(people, receipt)
    return str(receipt.event_id)


async def _dead_letter(people: People, person: Person, _made: Records) -> str:
    return await stored(
        people,
        DeadLetter(
            workspace_id=person.workspace_id,
            id=new_id(),
            event_id=new_id(),
            event_type="interaction.recorded",
            consumer="notifier",
            error="ValueError: planted",
            attempts=8,
            parked_at=OCCURRED_AT,
        ),
    )


#: The route that makes or shows a kind, and how one is made; in the order in which they need each other.
BUILDERS: dict[str, tuple[str, Builder]] = {
    "customer": ("POST /customers", _customer),
    "contact": ("POST /contacts", _contact),
    "member": ("GET /members", _member),
    "key": ("POST /api-keys", _key),
    "invitation": ("POST /members/invitations", _invitation),
    "session": ("GET /me/sessions", _session),
    "project": ("POST /projects", _project),
    "phase": ("POST /projects/{project_id}/phases", _in_project("phases", name="Analysis")),
    "milestone": ("POST /projects/{project_id}/milestones", _in_project("milestones", name="Go live")),
    "task": ("POST /projects/{project_id}/tasks", _in_project("tasks", title="Collect requirements")),
    "earlier_task": ("POST /projects/{project_id}/tasks", _in_project("tasks", title="Agree on the scope")),
    "interaction": ("POST /interactions", _interaction),
    "comment": ("POST /comments", _comment),
    "attachment": ("GET /interactions/{interaction_id}/attachments/{attachment_id}", build_attachment),
    "source": ("POST /inbound-sources", _source),
    "survey_response": ("GET /survey-responses", _survey_response),
    "message": ("GET /inbound-messages", build_message),
    "notification": ("GET /notifications", _notification),
    "event": ("GET /deliveries", _event),
    "dead_letter": ("GET /dead-letters", _dead_letter),
}
