from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import SQLColumnExpression, bindparam, case, func, literal, literal_column, or_, select, update

from services.api.feedback.responses.domain import Tally
from services.api.feedback.responses.models import SurveyResponse
from services.kit.actor import Actor
from services.kit.listing import Listing, Sort, contains, instant, json_object, visibility, visible
from services.kit.problems import NotFound
from services.kit.reads import Read, Reader, fence
from services.kit.work import Work

METRICS_MOST = 10


def _by(column: Any, name: str) -> SQLColumnExpression[bool]:
    compared: SQLColumnExpression[bool] = column == bindparam(name, type_=column.type)
    return compared


FILTERS = {
    "customer_id": _by(SurveyResponse.customer_id, "customer_id"),
    "contact_id": _by(SurveyResponse.contact_id, "contact_id"),
    "project_id": _by(SurveyResponse.project_id, "project_id"),
    "source_id": _by(SurveyResponse.source_id, "source_id"),
    "metric": _by(SurveyResponse.metric, "metric"),
    "standing": _by(SurveyResponse.standing, "standing"),
    "provider": _by(SurveyResponse.provider, "provider"),
    "q": contains(
        func.concat_ws(
            literal_column("' '"),
            SurveyResponse.survey_name,
            SurveyResponse.respondent_name,
            SurveyResponse.comment,
            type_=SurveyResponse.survey_name.type,
        ),
        "q",
    ),
}

RESPONSES = Listing(
    source=SurveyResponse.__table__,
    fields={
        "id": SurveyResponse.id,
        "provider": SurveyResponse.provider,
        "source_id": SurveyResponse.source_id,
        "external_id": SurveyResponse.external_id,
        "survey_name": SurveyResponse.survey_name,
        "survey_external_id": SurveyResponse.survey_external_id,
        "metric": SurveyResponse.metric,
        "score": SurveyResponse.score,
        "scale": json_object({"lowest": SurveyResponse.lowest, "highest": SurveyResponse.highest}),
        "normalized": SurveyResponse.normalized,
        "standing": SurveyResponse.standing,
        "comment": SurveyResponse.comment,
        "answers": SurveyResponse.answers,
        "hidden": SurveyResponse.hidden,
        "variables": SurveyResponse.variables,
        "respondent_address": SurveyResponse.respondent_address,
        "respondent_name": SurveyResponse.respondent_name,
        "customer_id": SurveyResponse.customer_id,
        "contact_id": SurveyResponse.contact_id,
        "project_id": SurveyResponse.project_id,
        "submitted_at": instant(SurveyResponse.submitted_at),
        "matched_by": SurveyResponse.matched_by,
        "inbound_message_id": SurveyResponse.inbound_message_id,
        "created_at": instant(SurveyResponse.created_at),
        "updated_at": instant(SurveyResponse.updated_at),
        "version": SurveyResponse.version,
    },
    identity=SurveyResponse.id,
    version=SurveyResponse.version,
    where=(SurveyResponse.workspace_id == fence(), visible(SurveyResponse.restricted_to)),
    sorts={"submitted_at": Sort(SurveyResponse.submitted_at)},
    filters=FILTERS,
)


def _standing(name: str) -> SQLColumnExpression[int]:
    return func.count(case((SurveyResponse.standing == literal_column(f"'{name}'"), 1))).label(name)


def _summary(*filters: SQLColumnExpression[bool]) -> Read:
    return Read(
        select(
            SurveyResponse.metric,
            func.count(SurveyResponse.normalized).label("scored"),
            func.avg(SurveyResponse.normalized).label("mean"),
            _standing("good"),
            _standing("middling"),
            _standing("low"),
        )
        .where(
            SurveyResponse.workspace_id == fence(),
            visible(SurveyResponse.restricted_to),
            SurveyResponse.normalized.is_not(None),
            *filters,
        )
        .group_by(SurveyResponse.metric)
        .order_by(SurveyResponse.metric)
        .limit(METRICS_MOST)
    )


SUMMARIES: dict[tuple[str, ...], Read] = {
    names: _summary(*(FILTERS[name] for name in names))
    for names in ((), ("customer_id",), ("project_id",), ("customer_id", "project_id"))
}


async def tallies(
    reader: Reader, actor: Actor, *, customer_id: UUID | None = None, project_id: UUID | None = None
) -> list[Tally]:
    """The scored answers that the actor sees, by metric."""
    given = {name: value for name, value in (("customer_id", customer_id), ("project_id", project_id)) if value}
    rows = await reader.rows(SUMMARIES[tuple(given)], actor.workspace_id, **given, **visibility(actor))
    return [Tally(**row) for row in rows]


def visible_to(actor: Actor) -> SQLColumnExpression[bool]:
    """Responses that no private project keeps from the actor."""
    if actor.sees_all:
        return literal(True)
    own = SurveyResponse.restricted_to.op("&&")(list(actor.private_project_ids))
    return or_(SurveyResponse.restricted_to.is_(None), own)


async def response_for_change(work: Work, *, response_id: UUID) -> SurveyResponse:
    """The response, locked until the transaction ends.

    Raises:
        NotFound: there is none that the actor sees.
    """
    statement = select(SurveyResponse).where(
        SurveyResponse.workspace_id == work.workspace_id, SurveyResponse.id == response_id, visible_to(work.actor)
    )
    response = (await work.session.execute(statement.with_for_update())).scalar_one_or_none()
    if response is None:
        raise NotFound
    return response


async def unscoped_by_external_id(work: Work, *, source_id: UUID, external_id: str) -> SurveyResponse | None:
    """The response that a source sent under this id before, whoever may see it; nobody else records it meanwhile."""
    turn = func.pg_advisory_xact_lock(func.hashtextextended(f"survey response {source_id} {external_id}", 0))
    await work.session.execute(select(turn))
    statement = select(SurveyResponse).where(
        SurveyResponse.workspace_id == work.workspace_id,
        SurveyResponse.source_id == source_id,
        SurveyResponse.external_id == external_id,
    )
    return (await work.session.execute(statement.with_for_update())).scalar_one_or_none()


async def visible_ids(work: Work, *, response_ids: Sequence[UUID]) -> list[UUID]:
    """Those of these responses that exist and that the actor sees."""
    statement = select(SurveyResponse.id).where(
        SurveyResponse.workspace_id == work.workspace_id,
        SurveyResponse.id.in_(response_ids),
        visible_to(work.actor),
    )
    return list((await work.session.execute(statement.order_by(SurveyResponse.id))).scalars())


async def note_message(work: Work, *, response_id: UUID, other_message_ids: list[UUID]) -> None:
    """Keep which requests told of a response; what it says stays, and so does the version."""
    await work.session.execute(
        update(SurveyResponse)
        .where(SurveyResponse.workspace_id == work.workspace_id, SurveyResponse.id == response_id)
        .values(other_message_ids=other_message_ids, updated_at=SurveyResponse.updated_at)
        .execution_options(synchronize_session=False)
    )


async def unscoped_ids_of_project(work: Work, *, project_id: UUID) -> list[UUID]:
    """Every response on a project."""
    statement = select(SurveyResponse.id).where(
        SurveyResponse.workspace_id == work.workspace_id, SurveyResponse.project_id == project_id
    )
    return list((await work.session.execute(statement)).scalars())


async def restrict(work: Work, *, response_ids: Sequence[UUID], restricted_to: list[UUID] | None) -> None:
    """Set who may see responses; a change of visibility is no change of their content, so the version stays."""
    await work.session.execute(
        update(SurveyResponse)
        .where(SurveyResponse.workspace_id == work.workspace_id, SurveyResponse.id.in_(response_ids))
        .values(restricted_to=restricted_to, updated_at=SurveyResponse.updated_at)
        .execution_options(synchronize_session=False)
    )
