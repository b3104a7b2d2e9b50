"""Whether an event may be seen by the present state of things.

An event says whether its project was private when it took place. A project that was closed since then keeps all that
is known of it for its people. The projects that an event names are its own and those in its data; whether one is
private says the project, or, once that is gone, the last that was said about it.
"""

from sqlalchemy import ARRAY, Boolean, ColumnElement, TextClause, bindparam, text
from sqlalchemy.dialects.postgresql import UUID

PRESENT = """
(:sees_all OR (
  SELECT count(*) = 0 OR bool_or(guard.id = ANY (:private_projects)) FROM (
    SELECT rapport.envelopes.project_id AS id
    UNION
    SELECT named.id::uuid FROM jsonb_array_elements_text(
      CASE jsonb_typeof(rapport.envelopes.envelope #> '{data,project_ids}')
        WHEN 'array' THEN rapport.envelopes.envelope #> '{data,project_ids}' ELSE '[]' END) AS named(id)
  ) guard
  WHERE guard.id IS NOT NULL AND coalesce(
    (SELECT p.is_private FROM rapport.projects p WHERE p.workspace_id = s.w::uuid AND p.id = guard.id),
    (SELECT l.is_private FROM rapport.events l
      WHERE l.workspace_id = s.w::uuid AND l.subject_id = guard.id ORDER BY l.id DESC LIMIT 1),
    false)
))
"""


def presently_visible() -> TextClause | ColumnElement[bool]:
    """The predicate over `rapport.envelopes`; `kit.listing.visibility` gives its parameters."""
    return text(PRESENT).bindparams(
        bindparam("sees_all", type_=Boolean()),
        bindparam("private_projects", type_=ARRAY(UUID(as_uuid=True))),
    )
