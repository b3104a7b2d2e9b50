import type { EventRead } from './types';

/** Cached lists, by the first part of their query key, that an event of this kind makes stale. */
const STALE_BY_KIND: Record<string, readonly string[]> = {
  customer: ['customers', 'timeline'],
  contact: ['contacts', 'timeline'],
  project: ['projects', 'project-members', 'timeline', 'customers'],
  phase: ['phases', 'timeline'],
  milestone: ['milestones', 'timeline'],
  task: ['tasks', 'my-tasks', 'projects', 'timeline'],
  interaction: ['interactions', 'timeline', 'inbound-messages', 'inbound-sources', 'customers'],
  survey_response: [
    ...['survey-responses', 'timeline', 'customers'],
    ...['inbound-messages', 'inbound-sources'],
  ],
  inbound_source: ['inbound-sources'],
  inbound_message: ['inbound-messages', 'inbound-sources'],
  comment: ['comments', 'timeline'],
  watcher: ['watchers'],
  notification: ['notifications'],
  event: ['dead-letters'],
  dead_letter: ['dead-letters'],
  api_key: ['api-keys'],
  member: ['members', 'me'],
  invitation: ['invitations'],
  workspace: ['workspace', 'me'],
  delivery: ['deliveries'],
};

/** Query-key roots to fetch again after these events; the activity feed always is one. */
export function staleKeys(events: readonly Pick<EventRead, 'type'>[]): string[] {
  const keys = new Set<string>(events.length > 0 ? ['events'] : []);
  for (const event of events) {
    const kind = event.type.split('.')[0] ?? '';
    for (const key of STALE_BY_KIND[kind] ?? []) keys.add(key);
  }
  return [...keys];
}
