"""From what a survey provider posts to a mail in the mailbox of those who work for that customer."""

from collections.abc import AsyncIterator

import pytest

from services.api.main import create_app
from services.contracts.envelope import Subject
from services.contracts.events.identity import MemberJoined
from services.kit.database import Database
from tests.integration.messaging.conftest import Stack, is_known, until
from tests.support.event_writer import EventWriter
from tests.support.smtp_sink import SmtpSink
from tests.support.survey_office import SurveyOffice
from tests.support.workspace import Person, Workspaces


@pytest.fixture
async def office(stack: Stack) -> AsyncIterator[SurveyOffice]:
    """A survey source in an application on the database of these tests."""
    worker = Database(stack.settings.database_url, role="rapport_worker", application="tests", pool_size=3)
    app = create_app(stack.settings)
    async with app.router.lifespan_context(app):
        workspaces = Workspaces(app)
        yield await SurveyOffice.open(workspaces, worker)
        await workspaces.close()
    await worker.close()


async def introduce(database: Database, office: SurveyOffice, person: Person, name: str) -> None:
    """Say that somebody joined; the rows of these workspaces are made without events."""
    joined = MemberJoined(
        user_id=person.user_id, role=person.role, email_notifications=True, name=name, email=person.email
    )
    writer = EventWriter(database, office.workspace.id)
    await writer.say(joined, subject=Subject(kind="user", id=person.user_id))


async def test_a_detractors_answer_reaches_the_project_and_the_customers_owner_with_score_and_words(
    stack: Stack, database: Database, office: SurveyOffice, sink: SmtpSink
) -> None:
    workspace = office.workspace
    ada, bo, cy = workspace.owner, await workspace.join("member"), await workspace.join("member")
    async with stack.all():
        for person, name in ((ada, "Ada"), (bo, "Bo"), (cy, "Cy")):
            await introduce(database, office, person, name)
        customer = await workspace.create(
            "/customers", name="Kiln Works", domains=["northwind.example"], owner_id=str(bo.user_id)
        )
        await workspace.create("/projects", name="Website", customer_ids=[customer["id"]])
        await until(lambda: is_known(stack, cy.user_id))
        message = await office.tell()
        await sink.wait_for(2)
    assert message["status"] == "processed"
    response = await office.response()
    mails = {mail.recipients[0]: mail.message for mail in sink.mails}
    assert set(mails) == {ada.email, bo.email}
    for mail in mails.values():
        assert mail["Subject"] == "Detractor: Petri Aho gave 3 of 10 on Project pulse"
        for kind in ("plain", "html"):
            body = mail.get_body((kind,))
            assert body is not None
            said = " ".join(body.get_content().split())
            assert "Petri Aho gave 3 of 10 on Project pulse: a detractor." in said
            assert "Kiln Works · Website · recommendation (NPS)" in said
            assert "We heard of the delay from the site, not from you." in said.replace("> ", "")
            assert f"https://crm.example.org/feedback/{response['id']}" in said
