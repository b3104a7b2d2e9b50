import { api, call } from '@/api/client';
import { pagedQuery } from '@/api/paging';
import { instantsOf } from './days';
import { AUDIT_TOPICS, type AuditTopic, TOPICS, type Topic } from './topics';

const PAGE = 50;

export interface ActivityFilter {
  topic?: Topic;
  actor_id?: string;
  project_id?: string;
  from?: string;
  until?: string;
}

export const ACTOR_KINDS = ['user', 'api_key', 'source', 'system'] as const;

export interface AuditFilter {
  topic?: AuditTopic;
  actor_id?: string;
  actor_kind?: (typeof ACTOR_KINDS)[number];
  from?: string;
  until?: string;
}

export function activityQuery({ topic, from, until, ...filter }: ActivityFilter) {
  const type: string[] = [...(topic === undefined ? Object.values(TOPICS).flat() : TOPICS[topic])];
  return pagedQuery(['events', 'activity', topic, from, until, filter], (cursor, signal) => {
    const query = {
      ...filter,
      ...instantsOf(from, until),
      type,
      sort: '-position' as const,
      before: cursor === undefined ? undefined : Number(cursor),
      limit: PAGE,
    };
    return call(api.GET('/api/v1/events', { params: { query }, signal }));
  });
}

export function auditQuery(filter: AuditFilter) {
  return pagedQuery(['events', 'audit', filter], (cursor, signal) => {
    const before = cursor === undefined ? undefined : Number(cursor);
    const query = { ...asked(filter), before, limit: PAGE };
    return call(api.GET('/api/v1/audit', { params: { query }, signal }));
  });
}

export async function exportAudit(filter: AuditFilter): Promise<Blob> {
  const body = asked(filter);
  return (await call(
    api.POST('/api/v1/audit/exports', { body, parseAs: 'blob' }),
  )) as unknown as Blob;
}

function asked({ topic, from, until, ...filter }: AuditFilter) {
  const type: string[] | undefined = topic === undefined ? undefined : [...AUDIT_TOPICS[topic]];
  return { ...filter, ...instantsOf(from, until), type };
}
