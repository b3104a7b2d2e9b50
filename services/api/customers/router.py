from typing import Annotated
from uuid import UUID

from fastapi import Path, Query, Response

from services.api.customers import service
from services.api.customers.repository import CUSTOMERS
from services.api.customers.schemas import CustomerCreate, CustomerKind, CustomerPage, CustomerRead, CustomerUpdate
from services.api.timeline.pages import timeline_page
from services.api.timeline.schemas import TimelinePage
from services.api.web.conditions import ExpectedVersion, etag, json_item
from services.api.web.dependencies import Reading, allowed, writing
from services.api.web.fields import Label, RefPart
from services.api.web.page import Cursor, Id, Limit, Sort, Text, json_page
from services.api.web.routing import context_router, problems
from services.kit.actor import Actor
from services.kit.work import Work

router = context_router("/customers", "customers")

Reader = Annotated[Actor, allowed("customers:read")]
Writer = Annotated[Work, writing("customers:write")]
CustomerId = Annotated[UUID, Path(description="The customer's id.")]
OnlyUnused = Annotated[bool, Query(description="Delete it only if nothing belongs to it.")]


@router.get("", operation_id="list_customers", summary="List customers", response_model=CustomerPage)
async def list_customers(
    actor: Reader,
    reader: Reading,
    limit: Limit = 25,
    cursor: Cursor = None,
    sort: Sort = None,
    q: Text = None,
    kind: CustomerKind | None = None,
    owner_id: Id = None,
    tag: Annotated[Label | None, Query()] = None,
) -> Response:
    filters = {"q": q, "kind": kind, "owner_id": owner_id, "tag": tag}
    return await json_page(CUSTOMERS, reader, actor, limit=limit, cursor=cursor, sort=sort or "name", filters=filters)


@router.post(
    "",
    operation_id="add_customer",
    summary="Add a customer",
    status_code=201,
    response_model=CustomerRead,
    responses=problems(404, 409),
)
async def add_customer(body: CustomerCreate, work: Writer, response: Response) -> CustomerRead:
    customer = await service.add_customer(work, given=body)
    response.headers["Location"] = f"/api/v1/customers/{customer.id}"
    response.headers["ETag"] = etag(customer.version)
    return CustomerRead.model_validate(customer)


@router.put(
    "/by-ref/{system}/{external_id:path}",
    operation_id="put_customer_by_ref",
    summary="Create or change the customer that another system knows by this id",
    response_model=CustomerRead,
    responses=problems(404, 409) | {201: {"model": CustomerRead, "description": "Created"}},
)
async def put_customer_by_ref(
    system: RefPart, external_id: RefPart, body: CustomerCreate, work: Writer, response: Response
) -> CustomerRead:
    customer, is_new = await service.put_customer_by_ref(work, system=system, external_id=external_id, given=body)
    response.status_code = 201 if is_new else 200
    response.headers["Location"] = f"/api/v1/customers/{customer.id}"
    response.headers["ETag"] = etag(customer.version)
    return CustomerRead.model_validate(customer)


@router.get(
    "/{customer_id}",
    operation_id="read_customer",
    summary="Read a customer",
    response_model=CustomerRead,
    responses=problems(404),
)
async def read_customer(customer_id: CustomerId, actor: Reader, reader: Reading) -> Response:
    return json_item(await CUSTOMERS.item(reader, actor, customer_id))


@router.patch(
    "/{customer_id}",
    operation_id="change_customer",
    summary="Change a customer",
    response_model=CustomerRead,
    responses=problems(404, 409, 412),
)
async def change_customer(
    customer_id: CustomerId, body: CustomerUpdate, expected: ExpectedVersion, work: Writer, response: Response
) -> CustomerRead:
    customer = await service.change_customer(work, customer_id=customer_id, change=body, expected_version=expected)
    response.headers["ETag"] = etag(customer.version)
    return CustomerRead.model_validate(customer)


@router.delete(
    "/{customer_id}",
    operation_id="delete_customer",
    summary="Delete a customer with its contacts",
    status_code=204,
    responses=problems(404, 409, 412),
)
async def delete_customer(
    customer_id: CustomerId, expected: ExpectedVersion, work: Writer, only_unused: OnlyUnused = False
) -> None:
    """With `only_unused`, a customer that something belongs to by now is kept, and the answer is 409."""
    await service.delete_customer(work, customer_id=customer_id, expected_version=expected, only_unused=only_unused)


@router.get(
    "/{customer_id}/timeline",
    operation_id="read_customer_timeline",
    summary="Everything that happened with a customer, newest first",
    response_model=TimelinePage,
    responses=problems(404),
)
async def read_customer_timeline(
    customer_id: CustomerId, actor: Reader, reader: Reading, limit: Limit = 25, cursor: Cursor = None, type: Text = None
) -> Response:
    return await timeline_page(reader, actor, CUSTOMERS, customer_id, limit=limit, cursor=cursor, thing_type=type)
