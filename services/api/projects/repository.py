from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import ARRAY, Text, any_, bindparam, case, cast, delete, exists, func, literal_column, null, or_, select
from sqlalchemy.dialects.postgresql import JSONB, insert

from services.api.projects.models import Project, ProjectCustomer, ProjectMember
from services.api.projects.planning.models import Task
from services.api.projects.visibility import visible_in_reads, visible_to
from services.kit.actor import Actor
from services.kit.asking import Asked, Question
from services.kit.listing import Listing, Sort, contains, instant, json_object, visibility
from services.kit.problems import NotFound
from services.kit.reads import Read, fence
from services.kit.work import Work

# Literal, as in the index: the planner must recognise the expression without knowing parameters.
LAST_DAY = literal_column("make_date(9999, 12, 31)", Project.due_on.type)
TASKS_DONE = func.count().filter(Task.status == literal_column("'done'"))
PROGRESS = func.coalesce(func.round(func.avg(Task.percent_complete)), literal_column("0"))

MEMBER_IDS = func.array(
    select(ProjectMember.user_id)
    .where(ProjectMember.workspace_id == Project.workspace_id, ProjectMember.project_id == Project.id)
    .order_by(ProjectMember.user_id)
    .scalar_subquery()
)
CUSTOMER_IDS = func.array(
    select(ProjectCustomer.customer_id)
    .where(ProjectCustomer.workspace_id == Project.workspace_id, ProjectCustomer.project_id == Project.id)
    .order_by(ProjectCustomer.customer_id)
    .scalar_subquery()
)
# One scan of a project's tasks for all three figures.
FIGURES = (
    select(
        func.jsonb_build_object(
            literal_column("'task_count'"),
            func.count(),
            literal_column("'open_task_count'"),
            func.count() - TASKS_DONE,
            literal_column("'progress'"),
            PROGRESS,
            type_=JSONB(),
        )
    )
    .where(Task.workspace_id == Project.workspace_id, Task.project_id == Project.id)
    .scalar_subquery()
)
BUDGET = case(
    (
        Project.budget_amount.is_not(None),
        json_object({"amount": cast(Project.budget_amount, Text()), "currency": Project.budget_currency}),
    ),
    else_=null(),
)
OF_CUSTOMER = select(ProjectCustomer.project_id).where(
    ProjectCustomer.workspace_id == fence(),
    ProjectCustomer.project_id == Project.id,
    ProjectCustomer.customer_id == bindparam("customer_id", type_=ProjectCustomer.customer_id.type),
)

PROJECTS = Listing(
    source=Project.__table__,
    fields={
        "id": Project.id,
        "name": Project.name,
        "key": Project.key,
        "status": Project.status,
        "customer_ids": CUSTOMER_IDS,
        "objective": Project.objective,
        "starts_on": Project.starts_on,
        "due_on": Project.due_on,
        "priorities": Project.priorities,
        "budget": BUDGET,
        "manager_id": Project.manager_id,
        "member_ids": MEMBER_IDS,
        "is_private": Project.is_private,
        "external_refs": Project.external_refs,
        "created_at": instant(Project.created_at),
        "updated_at": instant(Project.updated_at),
        "version": Project.version,
    },
    merged=FIGURES,
    identity=Project.id,
    version=Project.version,
    where=(Project.workspace_id == fence(), visible_in_reads()),
    sorts={
        "name": Sort(func.lower(Project.name, type_=Project.name.type)),
        "key": Sort(Project.key),
        "due_on": Sort(func.coalesce(Project.due_on, LAST_DAY)),
        "created_at": Sort(Project.created_at),
        "updated_at": Sort(Project.updated_at),
    },
    filters={
        "q": or_(contains(Project.name, "q"), contains(Project.key, "q")),
        "status": Project.status == func.any(bindparam("status", type_=ARRAY(Text()))),
        "customer_id": exists(OF_CUSTOMER),
    },
)


#: The token of one project, for those who see it.
MAIL_TOKEN = Read(
    select(Project.mail_token)
    .where(
        Project.workspace_id == fence(),
        Project.id == bindparam("project_id", type_=Project.id.type),
        visible_in_reads(),
    )
    .limit(1)
)


@dataclass(frozen=True)
class Standing:
    """A project's people and customers, and what its plan adds up to."""

    customer_ids: list[UUID]
    member_ids: list[UUID]
    figures: dict[str, int]


async def project_for_change(work: Work, *, project_id: UUID, is_shared: bool = False) -> Project:
    """The project, locked until the transaction ends; `is_shared` lets others who change only its plan go on.

    Raises:
        NotFound: there is none that the actor sees.
    """
    statement = select(Project).where(
        Project.workspace_id == work.workspace_id, Project.id == project_id, visible_to(work.actor)
    )
    lock = {"read": True} if is_shared else {"key_share": True}
    found = await work.session.execute(statement.with_for_update(of=Project, **lock))
    project = found.scalar_one_or_none()
    if project is None:
        raise NotFound
    return project


async def standing_of(work: Work, *, project_id: UUID) -> Standing:
    """People, customers and figures of a project."""
    statement = select(CUSTOMER_IDS, MEMBER_IDS, FIGURES).where(
        Project.workspace_id == work.workspace_id, Project.id == project_id
    )
    customer_ids, member_ids, figures = (await work.session.execute(statement)).one()
    return Standing(customer_ids, member_ids, figures)


async def customer_ids_of(work: Work, *, project_id: UUID) -> list[UUID]:
    """The customers of a project, in order."""
    statement = select(ProjectCustomer.customer_id).where(
        ProjectCustomer.workspace_id == work.workspace_id, ProjectCustomer.project_id == project_id
    )
    return list((await work.session.execute(statement.order_by(ProjectCustomer.customer_id))).scalars())


async def customers_of(work: Work, *, project_ids: Sequence[UUID]) -> list[UUID]:
    """The customers of several projects, each once, in order."""
    statement = select(ProjectCustomer.customer_id).where(
        ProjectCustomer.workspace_id == work.workspace_id, ProjectCustomer.project_id.in_(project_ids)
    )
    return list((await work.session.execute(statement.distinct().order_by(ProjectCustomer.customer_id))).scalars())


async def id_of(work: Work, *, project_id: UUID | None, key: str) -> UUID | None:
    """The project that has this id, or this key, if the actor sees it."""
    statement = select(Project.id).where(
        Project.workspace_id == work.workspace_id,
        or_(Project.id == project_id, Project.key == key),
        visible_to(work.actor),
    )
    return (await work.session.execute(statement.order_by(Project.id).limit(1))).scalar_one_or_none()


async def member_ids_of(work: Work, *, project_id: UUID) -> list[UUID]:
    """The people on a project, in order."""
    statement = select(ProjectMember.user_id).where(
        ProjectMember.workspace_id == work.workspace_id, ProjectMember.project_id == project_id
    )
    return list((await work.session.execute(statement.order_by(ProjectMember.user_id))).scalars())


async def task_ids_of(work: Work, *, project_id: UUID) -> list[UUID]:
    """Every task of a project."""
    statement = select(Task.id).where(Task.workspace_id == work.workspace_id, Task.project_id == project_id)
    return list((await work.session.execute(statement)).scalars())


async def link_customers(work: Work, *, project_id: UUID, customer_ids: Sequence[UUID]) -> None:
    """Make these the customers of a project."""
    link = ProjectCustomer
    own = (link.workspace_id == work.workspace_id, link.project_id == project_id)
    await work.session.execute(delete(link).where(*own, link.customer_id.not_in(customer_ids)))
    if customer_ids:
        rows = [
            {"workspace_id": work.workspace_id, "project_id": project_id, "customer_id": customer_id}
            for customer_id in customer_ids
        ]
        await work.session.execute(insert(link).values(rows).on_conflict_do_nothing())


async def keys_like(work: Work, *, stem: str) -> set[str]:
    """Taken keys that begin with a stem; until the transaction ends nobody else in the workspace makes one."""
    turn = func.pg_advisory_xact_lock(func.hashtextextended(f"project keys of {work.workspace_id}", 0))
    await work.session.execute(select(turn))
    statement = select(Project.key).where(Project.workspace_id == work.workspace_id, Project.key.startswith(stem))
    return set((await work.session.execute(statement)).scalars())


IDS_OF_CUSTOMER = Question(
    select(Project.id)
    .join(
        ProjectCustomer,
        (ProjectCustomer.workspace_id == Project.workspace_id) & (ProjectCustomer.project_id == Project.id),
    )
    .where(
        Project.workspace_id == fence(),
        ProjectCustomer.customer_id == bindparam("customer", type_=ProjectCustomer.customer_id.type),
        Project.status == any_(bindparam("statuses", type_=ARRAY(Text()))),
        visible_in_reads(),
    )
    .order_by(Project.id)
)


def open_ids_of_customer(actor: Actor, *, customer_id: UUID, statuses: Sequence[str]) -> Asked[list[UUID]]:
    """Projects of a customer in one of these statuses that the actor sees, the oldest first."""
    own = {"customer": customer_id, "statuses": list(statuses)}
    return Asked(IDS_OF_CUSTOMER, {**own, **visibility(actor)}, lambda rows: [UUID(row["id"]) for row in rows])


async def privacy_of(work: Work, *, project_ids: Sequence[UUID]) -> dict[UUID, bool]:
    """Whether each of these projects is private, for those the actor sees; it stays so until the transaction ends."""
    statement = select(Project.id, Project.is_private).where(
        Project.workspace_id == work.workspace_id, Project.id.in_(project_ids), visible_to(work.actor)
    )
    rows = await work.session.execute(statement.order_by(Project.id).with_for_update(of=Project, read=True))
    return dict(rows.all())


async def announce_places(work: Work, *, project_id: UUID) -> None:
    """Tell the actor caches to read anew which private projects this project's people see."""
    own = (ProjectMember.workspace_id == work.workspace_id, ProjectMember.project_id == project_id)
    place = func.concat(cast(ProjectMember.workspace_id, Text()), ":", cast(ProjectMember.user_id, Text()))
    await work.session.execute(select(func.pg_notify("rapport_actor", place)).where(*own))


async def unscoped_of_mail_tokens(work: Work, *, tokens: Sequence[str]) -> list[tuple[UUID, list[UUID]]]:
    """The projects of these tokens with their customers; whoever wrote the mail knew the token."""
    statement = select(Project.id, CUSTOMER_IDS).where(
        Project.workspace_id == work.workspace_id, Project.mail_token.in_(tokens)
    )
    return [(row[0], row[1]) for row in await work.session.execute(statement.order_by(Project.id))]
