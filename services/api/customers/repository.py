from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import ARRAY, Text, any_, bindparam, func, select, text

from services.api.customers.models import Customer, CustomerDomain, ExternalRef
from services.kit.asking import Asked, Question, Rows
from services.kit.gathering import call
from services.kit.listing import Listing, Sort, contains, instant
from services.kit.mail_names import ascii_domain
from services.kit.problems import NotFound
from services.kit.reads import fence
from services.kit.work import Work

CUSTOMERS = Listing(
    source=Customer.__table__,
    fields={
        "id": Customer.id,
        "name": Customer.name,
        "kind": Customer.kind,
        "domains": Customer.domains,
        "website": Customer.website,
        "owner_id": Customer.owner_id,
        "tags": Customer.tags,
        "custom": Customer.custom,
        "external_refs": Customer.external_refs,
        "last_interaction_at": instant(Customer.last_interaction_at),
        "created_at": instant(Customer.created_at),
        "updated_at": instant(Customer.updated_at),
        "version": Customer.version,
    },
    identity=Customer.id,
    version=Customer.version,
    where=(Customer.workspace_id == fence(),),
    sorts={
        "name": Sort(func.lower(Customer.name, type_=Customer.name.type)),
        "created_at": Sort(Customer.created_at),
        "updated_at": Sort(Customer.updated_at),
        "last_interaction_at": Sort(func.coalesce(Customer.last_interaction_at, func.to_timestamp(0))),
    },
    filters={
        "q": contains(Customer.name, "q"),
        "kind": Customer.kind == bindparam("kind", type_=Customer.kind.type),
        "owner_id": Customer.owner_id == bindparam("owner_id", type_=Customer.owner_id.type),
        "tag": bindparam("tag", type_=Customer.name.type) == any_(Customer.tags),
    },
)


async def customer_for_change(work: Work, *, customer_id: UUID) -> Customer:
    """The customer, locked until the transaction ends.

    Raises:
        NotFound: there is none in this workspace.
    """
    statement = select(Customer).where(Customer.workspace_id == work.workspace_id, Customer.id == customer_id)
    customer = (await work.session.execute(statement.with_for_update())).scalar_one_or_none()
    if customer is None:
        raise NotFound
    return customer


async def customer_at_hand(work: Work, *, customer_id: UUID) -> Customer:
    """The customer, kept from being deleted until the transaction ends; others go on changing it.

    Raises:
        NotFound: there is none in this workspace.
    """
    statement = select(Customer).where(Customer.workspace_id == work.workspace_id, Customer.id == customer_id)
    kept = statement.with_for_update(read=True, key_share=True)
    customer = (await work.session.execute(kept)).scalar_one_or_none()
    if customer is None:
        raise NotFound
    return customer


LOCK_REFERENCES = text(
    "SELECT pg_advisory_xact_lock(key) FROM (SELECT DISTINCT hashtextextended(name, 0) AS key"
    " FROM unnest(CAST(:names AS text[])) AS name ORDER BY key OFFSET 0) AS keys"
)


async def lock_references(work: Work, *, kind: str, named: Sequence[tuple[str, str]]) -> None:
    """Let nobody else take the lock of these systems' ids until the transaction ends; in one order for everybody."""
    names = [f"external reference {work.workspace_id} {kind}\n{system}\n{one}" for system, one in named]
    await work.session.execute(LOCK_REFERENCES, {"names": names})


async def id_by_ref(work: Work, *, kind: str, system: str, external_id: str) -> UUID | None:
    """The record of a kind that another system knows by this id."""
    statement = select(ExternalRef.subject_id).where(
        ExternalRef.workspace_id == work.workspace_id,
        ExternalRef.subject_kind == kind,
        ExternalRef.system == system,
        ExternalRef.external_id == external_id,
    )
    return (await work.session.execute(statement)).scalar_one_or_none()


async def known_ids(work: Work, *, customer_ids: Sequence[UUID]) -> set[UUID]:
    """Which of these customers exist."""
    statement = select(Customer.id).where(Customer.workspace_id == work.workspace_id, Customer.id.in_(customer_ids))
    return set((await work.session.execute(statement)).scalars())


# One parameter however many domains there are, so that it stays prepared.
IDS_BY_DOMAIN = Question(
    select(CustomerDomain.domain, CustomerDomain.customer_id).where(
        CustomerDomain.workspace_id == fence(),
        CustomerDomain.domain == any_(bindparam("domains", type_=ARRAY(Text()))),
    )
)


def unscoped_ids_by_domains(*, domains: Sequence[str]) -> Asked[dict[str, list[UUID]]]:
    """Customers that use one of these mail domains, by domain."""

    def read(rows: Rows) -> dict[str, list[UUID]]:
        found: dict[str, list[UUID]] = {}
        for row in rows:
            found.setdefault(row["domain"], []).append(UUID(row["customer_id"]))
        return found

    return Asked(IDS_BY_DOMAIN, {"domains": [ascii_domain(one) for one in domains]}, read)


TOUCH = call("rapport.note_contact", workspace_id="uuid", id="uuid", occurred_at="timestamptz")


def touch(work: Work, *, customer_id: UUID, occurred_at: datetime) -> None:
    """Move `last_interaction_at` forward; it is derived, so neither version nor `updated_at` change."""
    work.gather(TOUCH, {"workspace_id": work.workspace_id, "id": customer_id, "occurred_at": occurred_at})
