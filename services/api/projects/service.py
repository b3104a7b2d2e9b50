"""What people do with projects."""

from collections.abc import Sequence
from typing import Any, cast
from uuid import UUID

from services.api.customers import references
from services.api.customers.service import require_customers
from services.api.projects import events, history, privacy, repository
from services.api.projects.domain import BECAME, OPEN_STATUSES, ProjectStatus, check_days, check_status
from services.api.projects.keys import SHORTEST, free_key, key_stem
from services.api.projects.mail_address import new_mail_token, tokens_in
from services.api.projects.members import service as members
from services.api.projects.models import Project
from services.api.projects.schemas import ProjectCreate, ProjectRead, ProjectUpdate
from services.api.projects.whole import whole_project
from services.api.search.service import Findable, forget_all, make_findable
from services.api.timeline.service import remove_things_of, remove_timeline
from services.api.web.conditions import check_version
from services.api.web.fields import apply
from services.contracts.events.projects import ProjectCreated, ProjectUpdated
from services.kit.actor import Actor
from services.kit.clock import now
from services.kit.listing import visibility
from services.kit.problems import NotFound, UnknownReference
from services.kit.reads import Reader
from services.kit.work import Work

MOST_ADDRESSED = 20
FOUND_BY = frozenset({"name", "key", "objective", "external_refs"})


async def open_project(work: Work, *, given: ProjectCreate) -> ProjectRead:
    """Start a project; who starts it manages it, and answers for it unless somebody else is named.

    Raises:
        KeyTaken: another project has the given key.
    """
    await references.take_references(work, kind="project", references=given.external_refs)
    check_days(given.starts_on, given.due_on)
    values = _columns(given.model_dump(mode="python"))
    customer_ids: list[UUID] = values.pop("customer_ids")
    values["key"] = given.key or await _free_key(work, given.name)
    values["manager_id"] = given.manager_id or work.actor.user_id
    project = Project(workspace_id=work.workspace_id, **values)
    work.session.add(project)
    await work.session.flush()
    if customer_ids:
        await _link(work, project, customer_ids)
    await _make_findable(work, project)
    event_id = work.record(
        events.created(project, customer_ids),
        subject=events.subject(project),
        sequence=project.version,
        **events.scope(project),
    )
    title = f"{project.name} was created"
    await history.tell(work, project, event_id=event_id, event_type=ProjectCreated.TYPE, title=title)
    managers = dict.fromkeys(user for user in (work.actor.user_id, project.manager_id) if user)
    for user_id in managers:
        await members.join_at_start(work, project, user_id=user_id)
    return await whole_project(work, project)


async def change_project(
    work: Work, *, project_id: UUID, change: ProjectUpdate, expected_version: int | None = None
) -> ProjectRead:
    """Change a project.

    Raises:
        NotFound: the actor sees no such project.
        PreconditionFailed: it changed since `expected_version`.
        StatusUnreachable: its status may not move like this.
        KeyTaken: another project has the key.
    """
    await references.take_references(work, kind="project", references=change.external_refs)
    project = await repository.project_for_change(work, project_id=project_id)
    check_version(expected_version, project.version)
    values = _columns(change.given())
    customer_ids: list[UUID] | None = values.pop("customer_ids", None)
    status = cast(ProjectStatus, values.get("status", project.status))
    check_status(cast(ProjectStatus, project.status), status)
    check_days(values.get("starts_on", project.starts_on), values.get("due_on", project.due_on))
    if values.get("is_private") and not project.is_private:
        await privacy.demand_place(work, project)
    changed = _by_their_names(apply(values, project))
    if customer_ids is not None and await _link(work, project, customer_ids):
        changed.append("customer_ids")
    if changed:
        project.updated_at = now()
        await work.session.flush()
        await _carry_on(work, project, changed)
    return await whole_project(work, project)


async def put_project_by_ref(
    work: Work, *, system: str, external_id: str, given: ProjectCreate
) -> tuple[ProjectRead, bool]:
    """Create or change the project that another system knows by this id; says whether it was created."""
    known, named = await references.take_by_ref(
        work, kind="project", system=system, external_id=external_id, references=given.external_refs
    )
    if known is None:
        return await open_project(work, given=given.model_copy(update={"external_refs": named})), True
    values = given.model_dump(include=given.model_fields_set)
    if "external_refs" in values:
        values["external_refs"] = [reference.model_dump() for reference in named]
    if given.key is None:
        values.pop("key", None)
    return await change_project(work, project_id=known, change=ProjectUpdate(**values)), False


async def delete_project(work: Work, *, project_id: UUID, expected_version: int | None = None) -> None:
    """Delete a project with its plan and its people's places; interactions stay with their customers.

    Raises:
        NotFound: the actor sees no such project.
        PreconditionFailed: it changed since `expected_version`.
    """
    project = await repository.project_for_change(work, project_id=project_id)
    check_version(expected_version, project.version)
    things = [project_id, *await repository.task_ids_of(work, project_id=project_id)]
    await forget_all(work, thing_ids=things)
    await remove_things_of(work, subject_id=project_id, thing_type=history.PROJECT_EVENT)
    await remove_timeline(work, subject_id=project_id)
    work.record(
        events.deleted(project),
        subject=events.subject(project),
        sequence=project.version + 1,
        **events.scope(project),
    )
    await work.session.delete(project)
    await work.session.flush()


async def open_projects_of(work: Work, customer_id: UUID) -> list[UUID]:
    """The customer's projects that have not ended, of those the actor sees, the oldest first."""
    asked = repository.open_ids_of_customer(work.actor, customer_id=customer_id, statuses=OPEN_STATUSES)
    return (await work.session.ask(asked))[asked]


async def find_project(work: Work, *, project_id: UUID | None, key: str) -> tuple[UUID, list[UUID]] | None:
    """The project with this id or key, of those the actor sees, and its customers; None where there is none."""
    found = await repository.id_of(work, project_id=project_id, key=key.upper())
    return (found, await repository.customer_ids_of(work, project_id=found)) if found else None


async def require_visible(work: Work, project_ids: Sequence[UUID], pointer: str = "/project_ids") -> dict[UUID, bool]:
    """Make sure that the actor sees these projects; says of each whether it is private.

    Both facts hold until the transaction ends.

    Raises:
        UnknownReference: one is not there or not visible; told with its place in the list at `pointer`.
    """
    known = await repository.privacy_of(work, project_ids=project_ids)
    for place, project_id in enumerate(project_ids):
        if project_id not in known:
            raise UnknownReference(f"{pointer}/{place}")
    return known


async def customers_of(work: Work, *, project_ids: Sequence[UUID], pointer: str = "/project_ids") -> list[UUID]:
    """The customers of these projects, each once.

    Raises:
        UnknownReference: a project is not there or not visible; told with its place in the list at `pointer`.
    """
    await require_visible(work, project_ids, pointer)
    return await repository.customers_of(work, project_ids=project_ids)


async def restriction_of(work: Work, project_ids: Sequence[UUID]) -> list[UUID] | None:
    """The private ones among projects, sorted, for `restricted_to`; None where there is none.

    Projects that the actor does not see are taken as private: what cannot be told stays guarded.
    """
    known = await repository.privacy_of(work, project_ids=project_ids)
    return sorted(project_id for project_id in project_ids if known.get(project_id, True)) or None


async def _carry_on(work: Work, project: Project, changed: list[str]) -> None:
    """Let search, timelines, people and other services follow a change."""
    customer_ids = await repository.customer_ids_of(work, project_id=project.id)
    event_id = work.record(
        events.updated(project, customer_ids, sorted(changed)),
        subject=events.subject(project),
        sequence=project.version,
        **events.scope(project),
    )
    if FOUND_BY & set(changed):
        await _make_findable(work, project)
    if "status" in changed:
        title = f"{project.name} {BECAME[cast(ProjectStatus, project.status)]}"
        await history.tell(work, project, event_id=event_id, event_type=ProjectUpdated.TYPE, title=title)
    if "manager_id" in changed and project.manager_id is not None:
        await members.ensure_manager(work, project, user_id=project.manager_id)
    if "is_private" in changed:
        await privacy.switch_privacy(work, project)


async def _link(work: Work, project: Project, customer_ids: list[UUID]) -> bool:
    """Make these the project's customers; says whether that changed anything."""
    if customer_ids:
        await require_customers(work, customer_ids=customer_ids, pointer="/customer_ids")
    if sorted(customer_ids) == await repository.customer_ids_of(work, project_id=project.id):
        return False
    await repository.link_customers(work, project_id=project.id, customer_ids=customer_ids)
    return True


async def _free_key(work: Work, name: str) -> str:
    stem = key_stem(name)
    # Numbers shorten a long stem, so the search is for its beginning.
    return free_key(stem, await repository.keys_like(work, stem=stem[:SHORTEST]))


def _columns(values: dict[str, Any]) -> dict[str, Any]:
    """The body's fields as columns: an amount and its currency are two."""
    if "budget" in values:
        budget = values.pop("budget") or {"amount": None, "currency": None}
        values |= {"budget_amount": budget["amount"], "budget_currency": budget["currency"]}
    return values


def _by_their_names(columns: list[str]) -> list[str]:
    return sorted({"budget" if name.startswith("budget_") else name for name in columns})


async def _make_findable(work: Work, project: Project) -> None:
    words = [project.key, project.objective or "", *(ref["id"] for ref in project.external_refs)]
    record = Findable(
        type="project",
        id=project.id,
        title=project.name,
        body=" ".join(words),
        restricted_to=history.restriction(project),
    )
    await make_findable(work, record=record)


async def projects_of_addresses(work: Work, *, addresses: Sequence[str]) -> list[tuple[UUID, list[UUID]]]:
    """The projects that a mail was sent to by their own addresses, each with its customers."""
    tokens = tokens_in(addresses)[:MOST_ADDRESSED]
    return await repository.unscoped_of_mail_tokens(work, tokens=tokens) if tokens else []


async def replace_mail_token(work: Work, *, project_id: UUID) -> str:
    """Give the project another secret part of its mail address; mail to the old address is not filed there any more.

    There is no time in which both work: an address is replaced because somebody has it who should not.

    Raises:
        NotFound: the actor sees no such project.
    """
    project = await repository.project_for_change(work, project_id=project_id)
    project.mail_token = new_mail_token()
    await work.session.flush()
    work.record(
        events.mail_address_replaced(project),
        subject=events.subject(project),
        sequence=project.version,
        **events.scope(project),
    )
    return project.mail_token


async def mail_token_of(reader: Reader, actor: Actor, *, project_id: UUID) -> str:
    """The secret part of a project's mail address.

    Raises:
        NotFound: the actor sees no such project.
    """
    rows = await reader.rows(repository.MAIL_TOKEN, actor.workspace_id, project_id=project_id, **visibility(actor))
    if not rows:
        raise NotFound
    token: str = rows[0]["mail_token"]
    return token
