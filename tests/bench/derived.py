"""What the product itself would have written beside the loaded rows, as SQL over them."""

LARGE_TABLES = ["interactions", "interaction_participants", "timeline_entries", "search_entries"]

_PARTICIPANTS = """
INSERT INTO rapport.interaction_participants
  (workspace_id, id, interaction_id, position, role, address, name, contact_id, user_id)
SELECT i.workspace_id, uuidv7(i.occurred_at - now()), i.id, p.position, p.role, p.address, p.name, p.contact_id,
  p.user_id
FROM rapport.interactions i
JOIN rapport.contacts c ON c.workspace_id = i.workspace_id AND c.id = i.contact_id
CROSS JOIN LATERAL (VALUES
  (0, CASE WHEN i.direction = 'inbound' THEN 'from' ELSE 'to' END, c.emails[1], c.name, c.id, NULL::uuid),
  (1, CASE WHEN i.direction = 'inbound' THEN 'to' ELSE 'from' END, 'team@bench.example', 'The team', NULL, i.author_id)
) AS p(position, role, address, name, contact_id, user_id)
"""

_PROJECTS = """
INSERT INTO rapport.interaction_projects (workspace_id, interaction_id, project_id)
SELECT i.workspace_id, i.id, p.project_id FROM rapport.interactions i
JOIN rapport.project_customers p ON p.workspace_id = i.workspace_id AND p.customer_id = i.customer_id
"""

_TIMELINES = """
INSERT INTO rapport.timeline_entries
  (workspace_id, subject_id, thing_id, subject_kind, thing_type, occurred_at, summary, restricted_to)
SELECT i.workspace_id, s.id, i.id, s.kind, 'interaction', i.occurred_at,
  jsonb_build_object('title', i.subject, 'snippet', i.snippet, 'channel', i.channel, 'direction', i.direction,
    'actor_name', c.name, 'customer_id', i.customer_id, 'is_automatic', i.is_automatic, 'thread_id', i.thread_id,
    'project_ids', CASE WHEN p.project_id IS NULL THEN '[]'::jsonb ELSE jsonb_build_array(p.project_id) END),
  NULL
FROM rapport.interactions i
JOIN rapport.contacts c ON c.workspace_id = i.workspace_id AND c.id = i.contact_id
LEFT JOIN rapport.interaction_projects p ON p.workspace_id = i.workspace_id AND p.interaction_id = i.id
CROSS JOIN LATERAL (
  VALUES ('customer', i.customer_id), ('contact', i.contact_id), ('project', p.project_id)
) s(kind, id)
WHERE s.id IS NOT NULL
"""

_SEARCH = """
INSERT INTO rapport.search_entries (workspace_id, thing_id, thing_type, title, body, restricted_to, updated_at)
SELECT i.workspace_id, i.id, 'interaction', i.subject,
  c.name || ' ' || c.emails[1] || E'\\n\\n' || i.text, NULL, i.occurred_at
FROM rapport.interactions i
JOIN rapport.contacts c ON c.workspace_id = i.workspace_id AND c.id = i.contact_id
"""

_SEARCH_NAMES = """
INSERT INTO rapport.search_entries (workspace_id, thing_id, thing_type, title, body, restricted_to, updated_at)
SELECT workspace_id, id, 'customer', name, array_to_string(domains || tags, ' '), NULL::uuid[], updated_at
FROM rapport.customers
UNION ALL
SELECT workspace_id, id, 'contact', name, array_to_string(emails, ' '), NULL, updated_at FROM rapport.contacts
UNION ALL
SELECT workspace_id, id, 'project', name, key, NULL, updated_at FROM rapport.projects
UNION ALL
SELECT workspace_id, id, 'task', title, description, NULL, updated_at FROM rapport.tasks
"""

_DOMAINS = """
INSERT INTO rapport.customer_domains (workspace_id, domain, customer_id)
SELECT workspace_id, domains[1], id FROM rapport.customers
"""

_ADDRESSES = """
INSERT INTO rapport.contact_addresses (workspace_id, address, contact_id)
SELECT workspace_id, emails[1], id FROM rapport.contacts
"""

_EVENTS = """
INSERT INTO rapport.events (workspace_id, id, type, version, occurred_at, actor, subject_kind, subject_id, sequence,
  correlation_id, project_id, is_private, data, personal)
SELECT workspace_id, id, 'interaction.recorded', 1, occurred_at, '{"kind": "system", "name": "Bench"}', 'interaction',
  id, 1, 'bench-' || id, NULL, false,
  jsonb_build_object('channel', channel, 'direction', direction, 'customer_id', customer_id, 'contact_id', contact_id),
  jsonb_build_object('subject', subject, 'snippet', snippet)
FROM rapport.interactions
"""

_POSITIONS = """
INSERT INTO rapport.event_positions (workspace_id, event_id)
SELECT workspace_id, id FROM rapport.events ORDER BY id
"""

DERIVED = (
    ("participants", _PARTICIPANTS),
    ("projects of interactions", _PROJECTS),
    ("timelines", _TIMELINES),
    ("search", _SEARCH),
    ("names", _SEARCH_NAMES),
    ("domains", _DOMAINS),
    ("addresses", _ADDRESSES),
    ("events", _EVENTS),
    ("positions", _POSITIONS),
)

LAST_CONTACT = """
UPDATE rapport.customers c SET last_interaction_at = i.latest
FROM (SELECT workspace_id, customer_id, max(occurred_at) AS latest FROM rapport.interactions GROUP BY 1, 2) i
WHERE c.workspace_id = i.workspace_id AND c.id = i.customer_id
"""
