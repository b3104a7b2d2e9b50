"""Where a comment shows beside the record it is about: on timelines and in search."""

from services.api.collaboration.comments.domain import excerpt, plain
from services.api.collaboration.comments.models import Comment
from services.api.collaboration.subjects.domain import About
from services.api.search.service import Findable, make_findable
from services.api.timeline.service import TimelineSubject, TimelineThing, place_on_timelines
from services.kit.work import Work


async def show(work: Work, comment: Comment, about: About, *, author_name: str, is_new: bool = False) -> None:
    """Write its timeline and search entries anew."""
    restricted_to = list(about.restricted_to) or None
    thing = TimelineThing(
        type="comment",
        id=comment.id,
        occurred_at=comment.created_at,
        summary=_summary(comment, about, author_name),
        restricted_to=restricted_to,
    )
    subjects = [TimelineSubject("customer", customer_id) for customer_id in about.customer_ids]
    subjects += [TimelineSubject("project", project_id) for project_id in about.project_ids]
    await place_on_timelines(work, thing=thing, subjects=subjects, is_new=is_new)
    record = Findable(
        type="comment",
        id=comment.id,
        title=excerpt(comment.body),
        body=plain(comment.body),
        restricted_to=restricted_to,
    )
    await make_findable(work, record=record)


def _summary(comment: Comment, about: About, author_name: str) -> dict[str, object]:
    return {
        "title": excerpt(comment.body),
        "snippet": about.title,
        "actor_name": author_name or None,
        "customer_id": str(about.customer_id) if about.customer_id else None,
        "project_ids": [str(project_id) for project_id in about.project_ids],
        "subject_kind": about.kind,
        "subject_id": str(about.id),
    }
