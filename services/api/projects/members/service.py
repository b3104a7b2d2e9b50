"""Who works on a project, and who manages it."""

from collections.abc import Mapping
from uuid import UUID

from services.api.projects import events, history
from services.api.projects import repository as projects
from services.api.projects.members import repository
from services.api.projects.members.domain import ProjectRole, check_managed, next_manager
from services.api.projects.members.schemas import ProjectMemberRead
from services.api.projects.models import Project
from services.contracts.events.projects import ProjectMemberAdded
from services.kit.clock import now
from services.kit.problems import NotFound, UnknownReference
from services.kit.work import Work


async def put_member(work: Work, *, project_id: UUID, user_id: UUID, role: ProjectRole) -> ProjectMemberRead:
    """Put a member of the workspace on a project, or give them another role there.

    Raises:
        NotFound: the actor sees no such project.
        UnknownReference: there is no such member of the workspace.
        LastManager: the project would have no manager.
    """
    project = await projects.project_for_change(work, project_id=project_id)
    places = await repository.places_of(work, project_id=project_id)
    if role == "member":
        check_managed(places, without=user_id, sees_all=work.actor.sees_all)
    await repository.put_place(work, project_id=project_id, user_id=user_id, role=role)
    person = await repository.unscoped_person(work, user_id=user_id)
    if person is None:
        raise UnknownReference("/user_id")
    name, email = person
    if user_id not in places:
        await _renew(work, project)
        await _tell_joined(work, project, user_id=user_id, role=role, name=name)
    elif places[user_id] != role:
        await _renew(work, project)
        await _tell_updated(work, project, ["members"])
    return ProjectMemberRead(user_id=user_id, name=name, email=email, role=role)


async def remove_member(work: Work, *, project_id: UUID, user_id: UUID) -> None:
    """Take somebody off a project; if they answered for it, another manager does from now on.

    Raises:
        NotFound: the actor sees no such project, or the person is not on it.
        LastManager: the project would have no manager.
    """
    project = await projects.project_for_change(work, project_id=project_id)
    places = await repository.places_of(work, project_id=project_id)
    if user_id not in places:
        raise NotFound
    check_managed(places, without=user_id, sees_all=work.actor.sees_all)
    await _take_off(work, project, places, user_id=user_id)


async def leave_all_projects(work: Work, *, user_id: UUID) -> None:
    """Take somebody who leaves the workspace off every project they are on.

    A project may be left without a manager; owners and admins see it and name another.
    """
    for project in await repository.projects_of(work, user_id=user_id):
        places = await repository.places_of(work, project_id=project.id)
        await _take_off(work, project, places, user_id=user_id)


async def _take_off(work: Work, project: Project, places: Mapping[UUID, ProjectRole], *, user_id: UUID) -> None:
    await repository.delete_place(work, project_id=project.id, user_id=user_id)
    changed = []
    if project.manager_id == user_id:
        project.manager_id = next_manager(places, user_id)
        changed.append("manager_id")
    await _renew(work, project)
    work.record(
        events.member_removed(project, user_id=user_id, role=places[user_id]),
        subject=events.subject(project),
        sequence=project.version,
        **events.scope(project),
    )
    if changed:
        await _tell_updated(work, project, changed)


async def join_at_start(work: Work, project: Project, *, user_id: UUID) -> None:
    """Make somebody a manager of a project that is being created; its timeline begins with the creation alone."""
    await repository.put_place(work, project_id=project.id, user_id=user_id, role="manager")
    _record_joined(work, project, user_id=user_id, role="manager")


async def ensure_manager(work: Work, project: Project, *, user_id: UUID) -> None:
    """Whoever answers for a project is on it, as a manager."""
    places = await repository.places_of(work, project_id=project.id)
    if places.get(user_id) == "manager":
        return
    await repository.put_place(work, project_id=project.id, user_id=user_id, role="manager")
    if user_id not in places:
        person = await repository.unscoped_person(work, user_id=user_id)
        await _tell_joined(work, project, user_id=user_id, role="manager", name=person[0] if person else "")


async def _renew(work: Work, project: Project) -> None:
    # People are part of what a project's version covers, and events need a new sequence.
    project.updated_at = now()
    await work.session.flush()


async def _tell_joined(work: Work, project: Project, *, user_id: UUID, role: ProjectRole, name: str) -> None:
    event_id = _record_joined(work, project, user_id=user_id, role=role)
    title = f"{name} joined the project"
    await history.tell(work, project, event_id=event_id, event_type=ProjectMemberAdded.TYPE, title=title)


def _record_joined(work: Work, project: Project, *, user_id: UUID, role: ProjectRole) -> UUID:
    return work.record(
        events.member_added(project, user_id=user_id, role=role),
        subject=events.subject(project),
        sequence=project.version,
        **events.scope(project),
    )


async def _tell_updated(work: Work, project: Project, changed: list[str]) -> None:
    customer_ids = await projects.customer_ids_of(work, project_id=project.id)
    work.record(
        events.updated(project, customer_ids, changed),
        subject=events.subject(project),
        sequence=project.version,
        **events.scope(project),
    )
