"""What is delivered in the demo. Days count from today: negative ones are past."""

from dataclasses import dataclass, field

from services.api.projects.domain import ProjectStatus
from services.api.projects.planning.tasks.domain import TaskStatus


@dataclass(frozen=True, slots=True)
class DemoPhase:
    """A phase and how far it is by now."""

    name: str
    starts: int
    due: int
    status: str


@dataclass(frozen=True, slots=True)
class DemoMilestone:
    """A milestone, reached on a day or still ahead."""

    name: str
    phase: str
    due: int
    reached: int | None = None


@dataclass(frozen=True, slots=True)
class DemoTask:
    """A task; `after` names the title of one that must end before."""

    title: str
    phase: str | None
    assignee: str | None
    status: TaskStatus
    percent: int
    due: int | None = None
    days: int | None = None
    after: str | None = None


@dataclass(frozen=True, slots=True)
class DemoProject:
    """A project with its plan."""

    key: str
    name: str
    customer: str
    starts: int
    due: int
    status: ProjectStatus
    manager: str
    members: tuple[str, ...]
    objective: str
    priorities: tuple[str, ...] = ()
    is_private: bool = False
    phases: tuple[DemoPhase, ...] = field(default=())
    milestones: tuple[DemoMilestone, ...] = field(default=())
    tasks: tuple[DemoTask, ...] = field(default=())


WAREHOUSE = DemoProject(
    key="WAR",
    name="Warehouse automation rollout",
    customer="northwind",
    starts=-98,
    due=54,
    status="active",
    manager="jonas",
    members=("eva", "amira", "sofia"),
    objective="Three sites pick by conveyor before the spring season, without a day on which nothing leaves.",
    priorities=("time", "quality", "cost"),
    phases=(
        DemoPhase("Discovery", -98, -70, "completed"),
        DemoPhase("Design", -69, -31, "completed"),
        DemoPhase("Build", -30, 26, "active"),
        DemoPhase("Cut-over", 27, 54, "planned"),
    ),
    milestones=(
        DemoMilestone("Process map agreed", "Discovery", -72, -71),
        DemoMilestone("Design approved", "Design", -35, -31),
        DemoMilestone("Pilot aisle live", "Build", 9),
        DemoMilestone("All sites live", "Cut-over", 48),
    ),
    tasks=(
        DemoTask("Walk the three sites", "Discovery", "jonas", "done", 100, -88, 4),
        DemoTask("Map the picking process", "Discovery", "amira", "done", 100, -74, 5),
        DemoTask("Choose the conveyor controller", "Design", "sofia", "done", 100, -48, 6),
        DemoTask("Write the cut-over plan", "Design", "jonas", "done", 100, -33, 3),
        DemoTask("Connect the stock system", "Build", "amira", "doing", 60, 3, 12),
        DemoTask("Wire the pilot aisle in Vantaa", "Build", "sofia", "doing", 40, 6, 8),
        DemoTask("Label printers: drivers from the vendor", "Build", "sofia", "blocked", 20, -2, 2),
        DemoTask(
            "Load test with a full day's orders", "Build", "amira", "todo", 0, 14, 3, after="Connect the stock system"
        ),
        DemoTask("Train the shift leads", "Build", "eva", "todo", 0, 5, 4),
        DemoTask("Agree the cut-over weekend", "Cut-over", "eva", "doing", 30, 0, 1),
        DemoTask(
            "Rehearse the rollback", "Cut-over", None, "todo", 0, 34, 2, after="Load test with a full day's orders"
        ),
        DemoTask("Hand over to support", "Cut-over", "eva", "todo", 0, 52, 2),
    ),
)

PORTAL = DemoProject(
    key="ABP",
    name="Business onboarding portal",
    customer="alaberg",
    starts=-60,
    due=80,
    status="active",
    manager="eva",
    members=("jonas", "amira"),
    objective="A company opens an account in one visit instead of four letters.",
    priorities=("scope", "quality"),
    phases=(
        DemoPhase("Requirements", -60, -25, "completed"),
        DemoPhase("First release", -24, 40, "active"),
        DemoPhase("Second release", 41, 80, "planned"),
    ),
    milestones=(
        DemoMilestone("Requirements signed", "Requirements", -26, -25),
        DemoMilestone("First company on board", "First release", 38),
    ),
    tasks=(
        DemoTask("Interview ten customers of the bank", "Requirements", "eva", "done", 100, -40, 6),
        DemoTask("Identity check: compare two providers", "First release", "amira", "done", 100, -9, 5),
        DemoTask("Screens of the application form", "First release", "amira", "doing", 70, 5, 9),
        DemoTask("Security review with Anders Lie", "First release", "eva", "blocked", 10, -4, 3),
        DemoTask("Archive signed documents", "First release", "jonas", "todo", 0, 24, 4),
        DemoTask("Second language", "Second release", None, "todo", 0, 60, 5),
    ),
)

PROJECTS = (
    WAREHOUSE,
    PORTAL,
    DemoProject(
        key="CIT",
        name="Citizen desk",
        customer="brunnen",
        starts=-120,
        due=30,
        status="on_hold",
        manager="jonas",
        members=("sofia",),
        objective="One place for forms and appointments. Waits for the council's budget vote.",
        phases=(DemoPhase("Concept", -120, -60, "completed"), DemoPhase("Pilot office", -59, 30, "active")),
        tasks=(
            DemoTask("Concept for appointments", "Concept", "sofia", "done", 100, -66, 8),
            DemoTask("Budget vote of the council", "Pilot office", None, "blocked", 0, 12),
            DemoTask("Equip the pilot office", "Pilot office", "sofia", "todo", 0, 28, 6),
        ),
    ),
    DemoProject(
        key="REC",
        name="Patient records migration",
        customer="helio",
        starts=-330,
        due=-110,
        status="closed",
        manager="eva",
        members=("jonas", "amira"),
        objective="Move eleven clinics to one record without closing any of them.",
        phases=(DemoPhase("Migration", -330, -110, "completed"),),
        milestones=(DemoMilestone("Last clinic moved", "Migration", -118, -112),),
        tasks=(
            DemoTask("Rehearsal with two clinics", "Migration", "amira", "done", 100, -240, 10),
            DemoTask("Move the remaining nine", "Migration", "jonas", "done", 100, -114, 30),
        ),
    ),
    DemoProject(
        key="ORC",
        name="Traceability pilot",
        customer="orchard",
        starts=10,
        due=70,
        status="draft",
        manager="amira",
        members=("eva",),
        objective="Know within an hour which shops have a crate. The offer is open.",
        is_private=True,
        tasks=(DemoTask("Offer with two options", None, "amira", "doing", 50, 5, 2),),
    ),
)
