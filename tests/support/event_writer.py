"""Writing events as the product does: in the transaction of a `Work`, with the outbox beside them."""

from dataclasses import dataclass, field
from uuid import UUID

from services.contracts.envelope import Subject
from services.contracts.events.customers import CustomerCreated
from services.contracts.events.identity import MemberChanged, MemberJoined
from services.contracts.events.interactions import InteractionRecorded
from services.contracts.events.projects import ProjectCreated, ProjectMemberAdded
from services.contracts.payload import Payload
from services.kit.actor import system_actor
from services.kit.clock import now
from services.kit.database import Database
from services.kit.ids import new_id


@dataclass(frozen=True, slots=True)
class EventWriter:
    """Says things in one workspace of its own."""

    database: Database
    workspace_id: UUID = field(default_factory=new_id)

    async def say(self, payload: Payload, *, subject: Subject | None = None, project_id: UUID | None = None) -> UUID:
        """Record one event in a transaction of its own; returns the event's id."""
        actor = system_actor(self.workspace_id)
        about = subject or Subject(kind=payload.TYPE.split(".")[0], id=new_id())
        async with self.database.work(actor, correlation_id=f"test-{new_id()}") as work:
            return work.record(payload, subject=about, sequence=1, project_id=project_id)

    async def member(self, name: str, *, role: str = "member", email_notifications: bool = True) -> UUID:
        """Somebody joins; their address is `<name>@<workspace>.example`. Returns the user's id."""
        user_id = new_id()
        joined = MemberJoined(
            user_id=user_id,
            role=role,
            email_notifications=email_notifications,
            name=name.title(),
            email=self.address(name),
        )
        await self.say(joined, subject=Subject(kind="user", id=user_id))
        return user_id

    async def switch_email(self, user_id: UUID, name: str, *, wants_email: bool) -> UUID:
        """Somebody turns their emails on or off."""
        changed = MemberChanged(
            user_id=user_id, role="member", email_notifications=wants_email, name=name, email=self.address(name)
        )
        return await self.say(changed, subject=Subject(kind="user", id=user_id))

    def address(self, name: str) -> str:
        """An address no other test has."""
        return f"{name.lower()}@{self.workspace_id.hex}.example"

    async def customer(self, name: str, *, owner_id: UUID | None = None) -> UUID:
        """A customer appears."""
        customer_id = new_id()
        created = CustomerCreated(name=name, kind="company", owner_id=owner_id)
        await self.say(created, subject=Subject(kind="customer", id=customer_id))
        return customer_id

    async def project(self, name: str, *, customer_id: UUID, member_ids: tuple[UUID, ...] = ()) -> UUID:
        """A project of a customer opens, with people on it."""
        project_id = new_id()
        subject = Subject(kind="project", id=project_id)
        created = ProjectCreated(name=name, key="K", status="active", is_private=False, customer_ids=[customer_id])
        await self.say(created, subject=subject, project_id=project_id)
        for user_id in member_ids:
            added = ProjectMemberAdded(user_id=user_id, role="member", project_name=name)
            await self.say(added, subject=subject, project_id=project_id)
        return project_id

    async def inbound(self, customer_id: UUID | None, subject: str = "Delay", **facts: object) -> UUID:
        """The customer writes."""
        recorded = inbound_mail(customer_id, subject, **facts)
        return await self.say(recorded, subject=Subject(kind="interaction", id=new_id()))

    async def inbound_many(self, customer_id: UUID, count: int) -> None:
        """The customer writes often, in one transaction."""
        async with self.database.work(system_actor(self.workspace_id), correlation_id=f"test-{new_id()}") as work:
            for number in range(count):
                subject = Subject(kind="interaction", id=new_id())
                work.record(inbound_mail(customer_id, f"Number {number}"), subject=subject, sequence=1)


def inbound_mail(customer_id: UUID | None, subject: str, **facts: object) -> InteractionRecorded:
    """What the API records when a customer wrote; further `facts` by name."""
    values = {
        "channel": "email",
        "direction": "inbound",
        "occurred_at": now(),
        "customer_id": customer_id,
        "project_ids": [],
        "thread_id": new_id(),
        "subject": subject,
        "snippet": "We heard of it from the site, not from you.",
        "from_name": "Petri Aho",
        "from_address": "petri@kiln.example",
        **facts,
    }
    return InteractionRecorded.model_validate(values)
