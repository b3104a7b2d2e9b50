import { given, oneOf, sortOf, text } from './search';

const ACTIVITY = ['customers', 'projects', 'tasks', 'conversations', 'feedback', 'people'] as const;
const AUDIT = ['access', 'permissions', 'keys', 'exports', 'deletions'] as const;
const ACTORS = ['user', 'api_key', 'source', 'system'] as const;
const METRICS = ['nps', 'csat', 'ces', 'custom'] as const;
const STANDINGS = ['good', 'middling', 'low'] as const;

/** What the addresses of the longer lists hold: their filters and order. */
export const activitySearch = (search: Record<string, unknown>) =>
  given({
    topic: oneOf(search, 'topic', ACTIVITY),
    actor_id: text(search, 'actor_id'),
    project_id: text(search, 'project_id'),
    from: text(search, 'from'),
    until: text(search, 'until'),
  });

export const auditSearch = (search: Record<string, unknown>) =>
  given({
    topic: oneOf(search, 'topic', AUDIT),
    actor_id: text(search, 'actor_id'),
    actor_kind: oneOf(search, 'actor_kind', ACTORS),
    from: text(search, 'from'),
    until: text(search, 'until'),
  });

export const feedbackSearch = (search: Record<string, unknown>) =>
  given({
    q: text(search, 'q'),
    metric: oneOf(search, 'metric', METRICS),
    standing: oneOf(search, 'standing', STANDINGS),
    customer_id: text(search, 'customer_id'),
    project_id: text(search, 'project_id'),
    sort: sortOf(search, ['submitted_at']),
  });
