from typing import Annotated
from uuid import UUID

from fastapi import Path, Query, Response

from services.api.customers.contacts import service
from services.api.customers.contacts.repository import CONTACTS
from services.api.customers.contacts.schemas import ContactCreate, ContactPage, ContactRead, ContactUpdate
from services.api.timeline.pages import timeline_page
from services.api.timeline.schemas import TimelinePage
from services.api.web.conditions import ExpectedVersion, etag, json_item
from services.api.web.dependencies import Reading, allowed, writing
from services.api.web.fields import RefPart
from services.api.web.page import Cursor, Id, Limit, Sort, Text, json_page
from services.api.web.routing import context_router, problems
from services.kit.actor import Actor
from services.kit.work import Work

router = context_router("/contacts", "contacts")

Reader = Annotated[Actor, allowed("contacts:read")]
Writer = Annotated[Work, writing("contacts:write")]
ContactId = Annotated[UUID, Path(description="The contact's id.")]
OnlyUnused = Annotated[bool, Query(description="Delete it only if nothing belongs to it.")]


@router.get("", operation_id="list_contacts", summary="List contacts", response_model=ContactPage)
async def list_contacts(
    actor: Reader,
    reader: Reading,
    limit: Limit = 25,
    cursor: Cursor = None,
    sort: Sort = None,
    q: Text = None,
    customer_id: Id = None,
    email: Text = None,
) -> Response:
    filters = {"q": q, "customer_id": customer_id, "email": email}
    return await json_page(CONTACTS, reader, actor, limit=limit, cursor=cursor, sort=sort or "name", filters=filters)


@router.post(
    "",
    operation_id="add_contact",
    summary="Add a contact",
    status_code=201,
    response_model=ContactRead,
    responses=problems(404, 409),
)
async def add_contact(body: ContactCreate, work: Writer, response: Response) -> ContactRead:
    contact = await service.add_contact(work, given=body)
    response.headers["Location"] = f"/api/v1/contacts/{contact.id}"
    response.headers["ETag"] = etag(contact.version)
    return ContactRead.model_validate(contact)


@router.put(
    "/by-ref/{system}/{external_id:path}",
    operation_id="put_contact_by_ref",
    summary="Create or change the contact that another system knows by this id",
    response_model=ContactRead,
    responses=problems(404, 409) | {201: {"model": ContactRead, "description": "Created"}},
)
async def put_contact_by_ref(
    system: RefPart, external_id: RefPart, body: ContactCreate, work: Writer, response: Response
) -> ContactRead:
    contact, is_new = await service.put_contact_by_ref(work, system=system, external_id=external_id, given=body)
    response.status_code = 201 if is_new else 200
    response.headers["Location"] = f"/api/v1/contacts/{contact.id}"
    response.headers["ETag"] = etag(contact.version)
    return ContactRead.model_validate(contact)


@router.get(
    "/{contact_id}",
    operation_id="read_contact",
    summary="Read a contact",
    response_model=ContactRead,
    responses=problems(404),
)
async def read_contact(contact_id: ContactId, actor: Reader, reader: Reading) -> Response:
    return json_item(await CONTACTS.item(reader, actor, contact_id))


@router.patch(
    "/{contact_id}",
    operation_id="change_contact",
    summary="Change a contact",
    response_model=ContactRead,
    responses=problems(404, 409, 412),
)
async def change_contact(
    contact_id: ContactId, body: ContactUpdate, expected: ExpectedVersion, work: Writer, response: Response
) -> ContactRead:
    contact = await service.change_contact(work, contact_id=contact_id, change=body, expected_version=expected)
    response.headers["ETag"] = etag(contact.version)
    return ContactRead.model_validate(contact)


@router.delete(
    "/{contact_id}",
    operation_id="delete_contact",
    summary="Delete a contact",
    status_code=204,
    responses=problems(404, 409, 412),
)
async def delete_contact(
    contact_id: ContactId, expected: ExpectedVersion, work: Writer, only_unused: OnlyUnused = False
) -> None:
    """With `only_unused`, a contact that something belongs to by now is kept, and the answer is 409."""
    await service.delete_contact(work, contact_id=contact_id, expected_version=expected, only_unused=only_unused)


@router.get(
    "/{contact_id}/timeline",
    operation_id="read_contact_timeline",
    summary="Everything that happened with a contact, newest first",
    response_model=TimelinePage,
    responses=problems(404),
)
async def read_contact_timeline(
    contact_id: ContactId, actor: Reader, reader: Reading, limit: Limit = 25, cursor: Cursor = None, type: Text = None
) -> Response:
    return await timeline_page(reader, actor, CONTACTS, contact_id, limit=limit, cursor=cursor, thing_type=type)
