"""What the demo's colleagues say to each other, and what they watch. Days count back from today."""

from dataclasses import dataclass

from services.api.collaboration.comments.schemas import CommentCreate
from services.api.collaboration.comments.service import write_comment
from services.api.collaboration.subjects.domain import SubjectKind
from services.api.collaboration.subjects.schemas import SubjectNamed
from services.api.collaboration.watchers.service import watch
from services.api.demo.scene import PEOPLE, Scene
from services.kit.clock import at


@dataclass(frozen=True, slots=True)
class Remark:
    """Something said about a record; `{jonas}` in it mentions a colleague."""

    days: float
    by: str
    kind: SubjectKind
    key: str
    body: str


REMARKS = (
    Remark(
        21,
        "eva",
        "customer",
        "northwind",
        "They decide in pairs: Petri on money, Laura on dates. **Copy both**, or nothing moves.",
    ),
    Remark(9, "jonas", "project", "WAR", "The budget review moved to the 12th. Until then no new orders, please."),
    Remark(
        4.1,
        "sofia",
        "task",
        "Label printers: drivers from the vendor",
        "The vendor wants to send drivers for the *old* model. {jonas}, may I escalate?\n\n"
        "- ticket open for eleven days\n- second promise broken on Monday",
    ),
    Remark(
        3.8,
        "jonas",
        "task",
        "Label printers: drivers from the vendor",
        "Yes. I call their account manager at three; {amira} has the contract at hand.",
    ),
    Remark(
        3.6,
        "amira",
        "task",
        "Label printers: drivers from the vendor",
        "> may I escalate?\n\nPage 14: they owe us a replacement within `10` working days.",
    ),
    Remark(
        0.4,
        "eva",
        "interaction",
        "Late news on slips",
        "He is right, and he was kind about it. {jonas}, can you call him before noon? I write the note to Laura.",
    ),
)

WATCHED: tuple[tuple[str, SubjectKind, str], ...] = (
    ("sofia", "customer", "northwind"),
    ("jonas", "customer", "northwind"),
    ("eva", "project", "WAR"),
    ("amira", "project", "WAR"),
    ("eva", "customer", "alaberg"),
)


async def load_remarks(scene: Scene) -> None:
    """Say everything and watch everything, when all of it is there."""
    for by, kind, key in WATCHED:
        named = _named(scene, kind, key)
        await watch(scene.by(by), kind=kind, subject_id=named.id, user_id=scene.user_ids[by])
    mentions = {key: f"@[{person.name}](user:{scene.user_ids[key]})" for key, person in PEOPLE.items()}
    for remark in REMARKS:
        body = remark.body.format_map(mentions)
        given = CommentCreate(subject=_named(scene, remark.kind, remark.key), body=body)
        with at(scene.moment(-remark.days)):
            await write_comment(scene.by(remark.by), given=given)


def _named(scene: Scene, kind: SubjectKind, key: str) -> SubjectNamed:
    ids = {
        "customer": scene.customer_ids,
        "project": scene.project_ids,
        "task": scene.task_ids,
        "interaction": scene.interaction_ids,
    }
    return SubjectNamed(kind=kind, id=ids[kind][key])
