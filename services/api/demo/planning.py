"""Loading a project with its plan, as it would have been planned and worked on."""

from datetime import timedelta
from decimal import Decimal
from uuid import UUID

from services.api.demo.plans import DemoMilestone, DemoPhase, DemoProject, DemoTask
from services.api.demo.scene import Scene
from services.api.projects.members.service import put_member
from services.api.projects.planning.milestones.schemas import MilestoneCreate, MilestoneUpdate
from services.api.projects.planning.milestones.service import change_milestone, plan_milestone
from services.api.projects.planning.phases.schemas import PhaseCreate, PhaseUpdate
from services.api.projects.planning.phases.service import change_phase, plan_phase
from services.api.projects.planning.tasks.schemas import Estimate, TaskCreate
from services.api.projects.planning.tasks.service import plan_task
from services.api.projects.schemas import ProjectCreate, ProjectUpdate
from services.api.projects.service import change_project, open_project
from services.kit.clock import at

# Plans are made a little before the work begins, but never in the future.
LEAD_DAYS = 7
LATEST = -0.5
# What is on hold, or ended later than that, has been so for three weeks.
PAUSED_DAYS = -20.0


async def load_project(scene: Scene, project: DemoProject) -> None:
    """Open a project, put people on it, plan it, and bring it to where it stands today."""
    opened = min(project.starts - LEAD_DAYS, LATEST)
    work = scene.by(project.manager)
    with at(scene.moment(opened)):
        created = await open_project(work, given=_created(scene, project))
        scene.project_ids[project.key] = created.id
        for key in project.members:
            await put_member(work, project_id=created.id, user_id=scene.user_ids[key], role="member")
        if project.status != "draft":
            await change_project(work, project_id=created.id, change=ProjectUpdate(status="active"))
        phase_ids = {phase.name: await _plan_phase(scene, project, phase) for phase in project.phases}
        for milestone in project.milestones:
            await _plan_milestone(scene, project, milestone, phase_ids)
        task_ids: dict[str, UUID] = {}
        for task in project.tasks:
            task_ids[task.title] = await _plan_task(scene, project, task, phase_ids, task_ids)
    scene.task_ids |= task_ids
    for phase in project.phases:
        await _carry_out(scene, project, phase, phase_ids[phase.name])
    if project.status not in {"draft", "active"}:
        with at(scene.moment(min(project.due + 2, PAUSED_DAYS))):
            await change_project(work, project_id=created.id, change=ProjectUpdate(status=project.status))


def _created(scene: Scene, project: DemoProject) -> ProjectCreate:
    return ProjectCreate(
        name=project.name,
        key=project.key,
        customer_ids=[scene.customer_ids[project.customer]],
        starts_on=scene.day(project.starts),
        due_on=scene.day(project.due),
        objective=project.objective,
        priorities=list(project.priorities),
        is_private=project.is_private,
    )


async def _plan_phase(scene: Scene, project: DemoProject, phase: DemoPhase) -> UUID:
    given = PhaseCreate(name=phase.name, starts_on=scene.day(phase.starts), due_on=scene.day(phase.due))
    made = await plan_phase(scene.by(project.manager), project_id=scene.project_ids[project.key], given=given)
    return made.id


async def _plan_milestone(
    scene: Scene, project: DemoProject, milestone: DemoMilestone, phase_ids: dict[str, UUID]
) -> None:
    work, project_id = scene.by(project.manager), scene.project_ids[project.key]
    given = MilestoneCreate(name=milestone.name, phase_id=phase_ids[milestone.phase], due_on=scene.day(milestone.due))
    made = await plan_milestone(work, project_id=project_id, given=given)
    if milestone.reached is None:
        return
    with at(scene.moment(milestone.reached) + timedelta(hours=6)):
        change = MilestoneUpdate(reached_on=scene.day(milestone.reached))
        await change_milestone(work, project_id=project_id, milestone_id=made.id, change=change)


async def _plan_task(
    scene: Scene, project: DemoProject, task: DemoTask, phase_ids: dict[str, UUID], task_ids: dict[str, UUID]
) -> UUID:
    given = TaskCreate(
        title=task.title,
        phase_id=phase_ids[task.phase] if task.phase else None,
        assignee_id=scene.user_ids[task.assignee] if task.assignee else None,
        status=task.status,
        percent_complete=task.percent,
        due_on=scene.day(task.due) if task.due is not None else None,
        estimate=_estimate(task.days) if task.days is not None else None,
        depends_on=[task_ids[task.after]] if task.after else [],
    )
    made = await plan_task(scene.by(project.manager), project_id=scene.project_ids[project.key], given=given)
    return made.id


def _estimate(days: int) -> Estimate:
    likely = Decimal(days)
    return Estimate(optimistic=likely * Decimal("0.7"), likely=likely, pessimistic=likely * Decimal("1.8"))


async def _carry_out(scene: Scene, project: DemoProject, phase: DemoPhase, phase_id: UUID) -> None:
    if phase.status == "planned":
        return
    moment = scene.moment(min(phase.due if phase.status == "completed" else phase.starts, LATEST))
    with at(moment + timedelta(hours=7)):
        await change_phase(
            scene.by(project.manager),
            project_id=scene.project_ids[project.key],
            phase_id=phase_id,
            change=PhaseUpdate.model_validate({"status": phase.status}),
        )
