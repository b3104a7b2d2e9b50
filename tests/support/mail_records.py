"""Records that only a worker writes, written directly: a request that came in, and a file of a mail."""

from typing import Any
from uuid import UUID

from services.api.integrations.models import InboundMessage
from services.api.interactions.models import Attachment
from services.kit.actor import system_actor
from services.kit.ids import new_id
from tests.support.people import People, Person


async def build_attachment(people: People, person: Person, made: dict[str, str]) -> str:
    octets = b"A page of words"
    digest = await people.parts.files.keep(person.workspace_id, octets)
    return await stored(
        people,
        Attachment(
            workspace_id=person.workspace_id,
            id=new_id(),
            interaction_id=UUID(made["interaction"]),
            position=0,
            file_name="page.txt",
            content_type="text/plain",
            size=len(octets),
            sha256=digest,
            is_stored=True,
        ),
    )


async def build_message(people: People, person: Person, made: dict[str, str]) -> str:
    body = b"From: somebody@elsewhere.example\r\nSubject: Hello\r\n\r\nHello"
    return await stored(
        people,
        InboundMessage(
            workspace_id=person.workspace_id,
            id=new_id(),
            source_id=UUID(made["source"]),
            provider="raw",
            status="unmatched",
            size=len(body),
            body=body,
            dedupe_digest=new_id().bytes,
            interaction_ids=[UUID(made["interaction"])],
            correlation_id="tests-builders",
        ),
    )


async def stored(people: People, row: Any) -> str:
    """A row that only a worker writes, written directly."""
    async with people.parts.database.work(system_actor(row.workspace_id), correlation_id="tests-builders") as work:
        work.session.add(row)
    return str(row.id)
