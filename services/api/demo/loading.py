"""Putting the demo's tables into a workspace, one service call per thing a person would do."""

from secrets import token_urlsafe
from uuid import UUID

from services.api.customers.contacts.schemas import ContactCreate
from services.api.customers.contacts.service import add_contact
from services.api.customers.schemas import CustomerCreate
from services.api.customers.service import add_customer
from services.api.demo.answers import ANSWERS, QUESTIONS, Answered
from services.api.demo.arrivals import post_arrivals
from services.api.demo.conversation import Conversation
from services.api.demo.conversations import CONVERSATIONS
from services.api.demo.letters import MAILBOX, load_letters
from services.api.demo.people import COLLEAGUES, CUSTOMERS, OWNER, WORKSPACE, DemoContact, DemoCustomer
from services.api.demo.planning import load_project
from services.api.demo.plans import PROJECTS
from services.api.demo.remarks import load_remarks
from services.api.demo.scene import PEOPLE, Scene, acting
from services.api.feedback.responses.domain import USUAL, Submission
from services.api.feedback.responses.recording import record_response
from services.api.identity.accounts.founding import bring_in, found_demo
from services.api.integrations.providers.port import Credentials
from services.api.integrations.sources.schemas import InboundSourceCreate
from services.api.integrations.sources.service import OpenSource, add_source, note_heard
from services.api.integrations.sources.settings import SourceSettings
from services.api.interactions.schemas import InteractionCreate, ParticipantGiven
from services.api.interactions.service import record_interaction
from services.api.wiring import Parts
from services.kit.clock import at
from services.kit.ids import new_id

FOUNDED_DAYS = -540
SOURCE_DAYS = -130
HEARD_DAYS = -2


async def load(parts: Parts, *, password_hash: str) -> None:
    """Load everything in one transaction; everybody in it has the same password."""
    workspace_id, owner_id = new_id(), new_id()
    founder = acting(workspace_id, OWNER, owner_id)
    async with parts.database.work(founder, correlation_id=f"demo-{workspace_id}") as work:
        scene = Scene(work)
        scene.user_ids[OWNER.key] = owner_id
        await _load_people(scene, password_hash)
        for customer in CUSTOMERS:
            await _load_customer(scene, customer)
        with at(scene.moment(SOURCE_DAYS)):
            source = InboundSourceCreate(
                kind="email", provider="raw", name="Project mailbox", settings=SourceSettings(address=MAILBOX)
            )
            mailbox = await add_source(work, given=source, sealer=parts.sealer)
            asked = InboundSourceCreate(kind="survey", provider="generic", name="Project surveys")
            surveys = await add_source(work, given=asked, sealer=parts.sealer)
            guarded = {"basic_auth": f"postmark:{token_urlsafe(18)}", "quiet_after_days": 14}
            support = InboundSourceCreate(
                kind="email", provider="postmark", name="Support desk", settings=SourceSettings(**guarded)
            )
            desk = await add_source(work, given=support, sealer=parts.sealer)
        with at(scene.moment(HEARD_DAYS)):
            await note_heard(work, source_id=desk.id)
            await note_heard(work, source_id=surveys.id)
        for project in PROJECTS:
            await load_project(scene, project)
        for conversation in sorted(CONVERSATIONS, key=lambda one: -one.days):
            await _load_conversation(scene, conversation)
        await load_letters(scene, parts.keeper)
        for answered in sorted(ANSWERS, key=lambda one: -one.days):
            await _load_answer(scene, answered, source_id=surveys.id)
        await load_remarks(scene)
        await post_arrivals(
            scene, OpenSource(mailbox.id, workspace_id, mailbox.name, mailbox.provider, Credentials(None))
        )


async def _load_people(scene: Scene, password_hash: str) -> None:
    with at(scene.moment(FOUNDED_DAYS)):
        await found_demo(
            scene.work,
            user_id=scene.user_ids[OWNER.key],
            email=OWNER.email,
            name=OWNER.name,
            password_hash=password_hash,
            workspace_name=WORKSPACE,
        )
        for colleague in COLLEAGUES:
            await bring_in(
                scene.work,
                user_id=scene.user_ids[colleague.key],
                email=colleague.email,
                name=colleague.name,
                password_hash=password_hash,
                role=colleague.role,
            )


async def _load_customer(scene: Scene, customer: DemoCustomer) -> None:
    work = scene.by(customer.owner)
    given = {
        "name": customer.name,
        "kind": customer.kind,
        "domains": [customer.domain] if customer.domain else [],
        "website": f"https://{customer.domain}" if customer.domain else None,
        "owner_id": scene.user_ids[customer.owner],
        "tags": list(customer.tags),
    }
    with at(scene.moment(-customer.days)):
        added = await add_customer(work, given=CustomerCreate.model_validate(given))
        scene.customer_ids[customer.key] = added.id
        for contact in customer.contacts:
            await _load_contact(scene, customer, contact)


async def _load_contact(scene: Scene, customer: DemoCustomer, contact: DemoContact) -> None:
    given = ContactCreate(
        customer_id=scene.customer_ids[customer.key],
        name=contact.name,
        emails=[contact.email],
        phones=[contact.phone] if contact.phone else [],
        title=contact.title,
        language=contact.language,
        preferred_channel="email",
    )
    added = await add_contact(scene.by(customer.owner), given=given)
    scene.contact_ids[contact.key] = added.id


async def _load_conversation(scene: Scene, said: Conversation) -> None:
    moment = scene.moment(-said.days)
    given = InteractionCreate(
        channel=said.channel,
        direction=said.direction,
        occurred_at=moment,
        subject=said.subject,
        text=said.text,
        customer_id=scene.customer_ids[said.customer],
        contact_id=scene.contact_ids[said.contact] if said.contact else None,
        project_ids=[scene.project_ids[said.project]] if said.project else [],
        participants=_participants(scene, said),
        thread_id=scene.thread_ids.get(said.thread) if said.thread else None,
    )
    with at(moment):
        recorded = await record_interaction(scene.by(said.by), given=given)
    scene.interaction_ids[said.subject] = recorded.interaction.id
    if said.thread:
        scene.thread_ids[said.thread] = recorded.interaction.thread_id


async def _load_answer(scene: Scene, answered: Answered, *, source_id: UUID) -> None:
    moment = scene.moment(-answered.days)
    known = next(one for customer in CUSTOMERS for one in customer.contacts if one.key == answered.contact)
    asked, why = QUESTIONS[answered.metric]
    said = [(asked, str(answered.score)), *([(why, answered.comment)] if answered.comment else [])]
    submission = Submission(
        provider="generic",
        source_id=source_id,
        external_id=f"{answered.contact}-{answered.days:g}",
        survey_name=answered.survey,
        metric=answered.metric,
        score=answered.score,
        scale=USUAL[answered.metric],
        comment=answered.comment,
        answers=said,
        respondent_address=known.email,
        respondent_name=known.name,
        hidden={"project_key": answered.project} if answered.project else {},
        submitted_at=moment,
    )
    with at(moment):
        await record_response(scene.by(OWNER.key), submission=submission)


def _participants(scene: Scene, said: Conversation) -> list[ParticipantGiven]:
    colleague = {"name": PEOPLE[said.by].name, "user_id": scene.user_ids[said.by], "address": PEOPLE[said.by].email}
    if said.contact is None:
        return [ParticipantGiven.model_validate({"role": "attendee", **colleague})]
    known = next(one for customer in CUSTOMERS for one in customer.contacts if one.key == said.contact)
    contact = {"name": known.name, "contact_id": scene.contact_ids[known.key], "address": known.email}
    theirs, ours = ("from", "to") if said.direction == "inbound" else ("to", "from")
    if said.channel == "meeting":
        theirs = ours = "attendee"
    return [
        ParticipantGiven.model_validate({"role": theirs, **contact}),
        ParticipantGiven.model_validate({"role": ours, **colleague}),
    ]
