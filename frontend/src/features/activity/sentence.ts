import type { EventRead } from '@/api/types';
import { t, tDynamic } from '@/locales/t';

export type Told = Pick<EventRead, 'type' | 'actor' | 'actor_name' | 'data' | 'personal'>;

/** "Jonas Weber": who did it, as people would say it. */
export function whoOf({ type, actor, actor_name, data, personal }: Told): string {
  const words = personal ?? {};
  if (type === 'interaction.recorded' && isTheirs(data)) {
    return textOf(words.from_name) || textOf(words.from_address) || t('activity.somebody');
  }
  if (type === 'survey_response.received') {
    return textOf(words.respondent_name) || t('activity.customer');
  }
  if (type === 'member.joined') return textOf(words.name) || t('activity.somebody');
  if (actor_name) return actor_name;
  return actor.kind === 'system' ? t('activity.rapport') : tDynamic('actorKind', actor.kind);
}

/** "finished the task Wire the aisle": what was done, in the words of the trade. */
export function whatOf(event: Told): string {
  return tDynamic('did', deedOf(event), { name: nameOf(event) }).trim();
}

/** The name of the record as it was then. */
export function nameOf({ data, personal }: Told): string {
  const words = personal ?? {};
  const names = [data.title, data.name, data.project_name, data.survey_name];
  const spoken = [words.subject_title, words.subject, words.name, words.email, words.device];
  return [...names, ...spoken].map(textOf).find((text) => text !== '') ?? '';
}

/** Their words, where the event quotes some. */
export function quoteOf({ personal }: Told): string {
  const words = personal ?? {};
  return textOf(words.text) || textOf(words.snippet) || textOf(words.comment);
}

/** What a customer wrote is theirs, whoever entered it. */
function isTheirs({ channel, direction }: Told['data']): boolean {
  return direction === 'inbound' && ['email', 'chat', 'portal'].includes(textOf(channel));
}

function deedOf({ type, data }: Told): string {
  const changed = Array.isArray(data.changed) ? data.changed : [];
  const status = textOf(data.status);
  switch (type) {
    case 'task.updated':
      if (changed.includes('status')) return `task.${status}`;
      return changed.includes('assignee_id') ? 'task.assigned' : type;
    case 'phase.updated':
      return changed.includes('status') ? `phase.${status}` : type;
    case 'milestone.updated':
      return changed.includes('reached_on') && data.reached_on ? 'milestone.reached' : type;
    case 'project.updated':
      if (changed.includes('status')) return `project.${status}`;
      if (changed.includes('is_private'))
        return data.is_private ? 'project.private' : 'project.open';
      return type;
    case 'interaction.recorded':
      return `interaction.${textOf(data.channel)}.${textOf(data.direction)}`;
    default:
      return type;
  }
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value.trim() : '';
}
