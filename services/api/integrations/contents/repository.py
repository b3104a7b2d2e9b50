"""What a stored request carried, as its queue shows it: mails and answered surveys, as far as the reader may see them.

Interactions and feedback stand below, so their tables are named here and not imported.
"""

from typing import Any

from sqlalchemy import Float, SQLColumnExpression, column, func, select, table, text
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.dialects.postgresql import UUID as PgUUID

from services.api.integrations.models import InboundMessage
from services.kit.listing import json_object, visible

_INTERACTIONS = table(
    "interactions",
    column("workspace_id", PgUUID(as_uuid=True)),
    column("id", PgUUID(as_uuid=True)),
    column("subject"),
    column("snippet"),
    column("customer_id", PgUUID(as_uuid=True)),
    column("restricted_to", ARRAY(PgUUID(as_uuid=True))),
    schema="rapport",
)
_PEOPLE = table(
    "interaction_participants",
    column("workspace_id", PgUUID(as_uuid=True)),
    column("interaction_id", PgUUID(as_uuid=True)),
    column("role"),
    column("position"),
    column("name"),
    column("address"),
    schema="rapport",
)
_RESPONSES = table(
    "survey_responses",
    column("workspace_id", PgUUID(as_uuid=True)),
    column("id", PgUUID(as_uuid=True)),
    column("survey_name"),
    column("metric"),
    column("score", Float()),
    column("highest", Float()),
    column("standing"),
    column("comment"),
    column("respondent_name"),
    column("respondent_address"),
    column("customer_id", PgUUID(as_uuid=True)),
    column("restricted_to", ARRAY(PgUUID(as_uuid=True))),
    schema="rapport",
)


def _sender(name: str) -> SQLColumnExpression[Any]:
    people = _PEOPLE.c
    return (
        select(people[name])
        .where(
            people.workspace_id == _INTERACTIONS.c.workspace_id,
            people.interaction_id == _INTERACTIONS.c.id,
            people.role == text("'from'"),
        )
        .order_by(people.position)
        .limit(1)
        .correlate(_INTERACTIONS)
        .scalar_subquery()
    )


def _mails() -> SQLColumnExpression[Any]:
    mails = _INTERACTIONS.c
    shown = json_object(
        {
            "interaction_id": mails.id,
            "subject": mails.subject,
            "snippet": mails.snippet,
            "from_name": _sender("name"),
            "from_address": _sender("address"),
            "customer_id": mails.customer_id,
        }
    )
    return (
        select(func.coalesce(func.json_agg(shown), text("'[]'::json")))
        .where(
            mails.workspace_id == InboundMessage.workspace_id,
            mails.id == func.any(InboundMessage.interaction_ids),
            visible(mails.restricted_to),
        )
        .correlate(InboundMessage.__table__)
        .scalar_subquery()
    )


def _answers() -> SQLColumnExpression[Any]:
    answers = _RESPONSES.c
    shown = json_object(
        {
            "survey_response_id": answers.id,
            "survey_name": answers.survey_name,
            "metric": answers.metric,
            "score": answers.score,
            "highest": answers.highest,
            "standing": answers.standing,
            "comment": answers.comment,
            "from_name": answers.respondent_name,
            "from_address": answers.respondent_address,
            "customer_id": answers.customer_id,
        }
    )
    return (
        select(func.coalesce(func.json_agg(shown), text("'[]'::json")))
        .where(
            answers.workspace_id == InboundMessage.workspace_id,
            answers.id == func.any(InboundMessage.survey_response_ids),
            visible(answers.restricted_to),
        )
        .correlate(InboundMessage.__table__)
        .scalar_subquery()
    )


MAILS = _mails()
ANSWERS = _answers()
