"""Finding what people talk about, as far as they may see it."""

from collections.abc import Awaitable, Callable
from uuid import UUID

from services.api.collaboration.subjects.domain import About, SubjectKind
from services.api.customers.glance import customer_at_hand, shows_customer
from services.api.interactions.glance import InteractionAtHand, interaction_at_hand, shows_interaction
from services.api.projects.glance import ProjectAtHand, project_at_hand, shows_project, shows_task, task_at_hand
from services.kit.actor import Actor
from services.kit.problems import NotFound
from services.kit.reads import Reader
from services.kit.work import Work

SHOWS: dict[SubjectKind, Callable[[Reader, Actor, UUID], Awaitable[bool]]] = {
    "customer": shows_customer,
    "project": shows_project,
    "task": shows_task,
    "interaction": shows_interaction,
}


async def demand_shown(reader: Reader, actor: Actor, kind: SubjectKind, subject_id: UUID) -> None:
    """Tell "nothing yet" from "no such record".

    Raises:
        NotFound: the actor sees no such record.
    """
    if not await SHOWS[kind](reader, actor, subject_id):
        raise NotFound


async def about(work: Work, *, kind: SubjectKind, subject_id: UUID) -> About:
    """The record; it is not deleted, and stays seen by the same people, until the transaction ends.

    Raises:
        NotFound: the actor sees no such record.
    """
    if kind == "customer":
        customer = await customer_at_hand(work, customer_id=subject_id)
        return About(kind, subject_id, customer.name, (subject_id,), responsible_user_id=customer.owner_id)
    if kind == "project":
        return about_project(await project_at_hand(work, project_id=subject_id))
    if kind == "task":
        return about_task(await task_at_hand(work, task_id=subject_id))
    return about_interaction(await interaction_at_hand(work, interaction_id=subject_id))


def about_project(found: ProjectAtHand) -> About:
    """A project."""
    project = found.project
    guards = (project.id,) if project.is_private else ()
    return About("project", project.id, project.name, tuple(found.customer_ids), (project.id,), guards)


def about_task(found: ProjectAtHand) -> About:
    """A task of a project. What is said about it is the project's own business, not its customers' timeline's."""
    if found.task is None:
        raise NotFound
    guards = (found.project.id,) if found.project.is_private else ()
    task = found.task
    return About(
        "task",
        task.id,
        task.title,
        project_ids=(found.project.id,),
        restricted_to=guards,
        responsible_user_id=task.assignee_id,
    )


def about_interaction(found: InteractionAtHand) -> About:
    """An interaction."""
    interaction = found.interaction
    guards = tuple(interaction.restricted_to or ())
    others = [project_id for project_id in found.project_ids if project_id not in guards]
    return About(
        "interaction",
        interaction.id,
        found.title,
        (interaction.customer_id,) if interaction.customer_id else (),
        (*guards, *others),
        guards,
        thread_id=interaction.thread_id,
    )
