"""The plain SQL a good engineer would write for the same answers, without row-level security."""

ACTOR = "SELECT workspace_id, user_id FROM bench.tokens WHERE token_hash = $1 AND expires_at > now()"
TOKENS = "SELECT token_hash, workspace_id, user_id FROM bench.tokens"

CUSTOMERS = """
SELECT json_build_object('items', coalesce(json_agg(x), '[]'), 'next_cursor', max(lower(x.name) || x.id))::text
FROM (
  SELECT id, name, kind, domains, website, owner_id, tags, custom, external_refs, last_interaction_at,
    created_at, updated_at, version
  FROM rapport.customers WHERE workspace_id = $1 ORDER BY lower(name), id LIMIT 25
) x
"""

# The stored object passed through as text is what a hand-tuned service would send.
TIMELINE = """
SELECT '{"items":[' || coalesce(string_agg(x.item, ','), '') || '],"next_cursor":"' || min(x.at || x.id) || '"}'
FROM (
  SELECT t.occurred_at::text AS at, t.thing_id::text AS id,
    '{"type":"' || t.thing_type || '","id":"' || t.thing_id || '","occurred_at":' || to_json(t.occurred_at) || ','
    || substr(t.summary::text, 2) AS item
  FROM rapport.timeline_entries t
  WHERE t.workspace_id = $1 AND t.subject_id = $2 ORDER BY t.occurred_at DESC, t.thing_id DESC LIMIT 25
) x
"""

TASKS = """
SELECT json_build_object('items', coalesce(json_agg(x), '[]'), 'next_cursor', max(x.id::text))::text
FROM (
  SELECT t.id, t.project_id, t.phase_id, t.title, t.description, t.status, t.percent_complete, t.assignee_id,
    t.assignee_contact_id, t.starts_on, t.due_on,
    json_build_object('optimistic', t.estimate_optimistic, 'likely', t.estimate_likely,
      'pessimistic', t.estimate_pessimistic) AS estimate,
    (SELECT coalesce(json_agg(d.depends_on_id), '[]') FROM rapport.task_dependencies d
     WHERE d.workspace_id = t.workspace_id AND d.task_id = t.id) AS depends_on,
    t.external_refs, t.created_at, t.updated_at, t.version
  FROM rapport.tasks t WHERE t.workspace_id = $1 AND t.project_id = $2 ORDER BY t.rank, t.id LIMIT 25
) x
"""

SEARCH = """
WITH named AS (
  SELECT thing_id, (1 + word_similarity($2, title))::real AS score FROM rapport.search_entries
  WHERE workspace_id = $1 AND thing_type <> 'interaction' AND $2 <% title
  ORDER BY word_similarity($2, title) DESC, thing_id DESC LIMIT 20
), worded AS (
  SELECT thing_id, 0.5::real AS score FROM rapport.search_entries
  WHERE workspace_id = $1 AND to_tsvector('simple'::regconfig, title || ' ' || body) @@ $3::text::tsquery
  ORDER BY updated_at DESC, thing_id DESC LIMIT 20
), best AS (
  SELECT thing_id, max(score) AS score FROM (SELECT * FROM named UNION ALL SELECT * FROM worded) f
  GROUP BY thing_id ORDER BY max(score) DESC, thing_id DESC LIMIT 20
)
SELECT json_build_object('items', coalesce(json_agg(x), '[]'))::text FROM (
  SELECT e.thing_type AS type, e.thing_id AS id, e.title, best.score,
    ts_headline('simple', CASE WHEN e.body = '' OR best.score > 1 THEN e.title ELSE left(e.body, 5000) END,
      $3::text::tsquery, 'StartSel=<mark>, StopSel=</mark>, MaxWords=18, MinWords=8') AS highlight
  FROM best JOIN rapport.search_entries e ON e.workspace_id = $1 AND e.thing_id = best.thing_id
  ORDER BY best.score DESC, e.updated_at DESC, e.thing_id DESC
) x
"""

CREATE = """
INSERT INTO rapport.interactions (workspace_id, id, channel, direction, occurred_at, subject, text, snippet,
  customer_id, author_id, thread_id, is_automatic, created_at, updated_at, version)
VALUES ($1, $2, $3, $4, $5, $6, $7, left($7, 200), $8, $9, $2, false, now(), now(), 1)
RETURNING row_to_json(interactions)::text
"""
