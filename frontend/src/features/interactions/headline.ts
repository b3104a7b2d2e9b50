import type { TimelineItem } from '@/api/types';
import { t, tDynamic } from '@/locales/t';

type Told = Pick<TimelineItem, 'type' | 'actor_name' | 'event_type' | 'channel' | 'direction'>;

/** Who did what, before the subject: "Mikko Salo · Email, received", "Call, they called", "Meeting". */
export function headline(item: Told): string {
  const what = whatHappened(item);
  return [item.actor_name, what].filter(Boolean).join(' · ');
}

function whatHappened(item: Told): string {
  if (item.type === 'comment') return t('subject.comment');
  if (item.type === 'survey_response') return t('subject.survey_response');
  if (item.type !== 'interaction') return tDynamic('event', item.event_type ?? item.type);
  return said(item.channel ?? 'note', item.direction ?? 'internal');
}

function said(channel: string, direction: string): string {
  const name = tDynamic('channel', channel);
  const way = wayOf(channel, direction);
  return way === null ? name : t('timeline.channelAndWay', { channel: name, way });
}

/** Nobody sends a meeting or a note, and what stays in the house goes no way at all. */
function wayOf(channel: string, direction: string): string | null {
  if (channel === 'meeting' || channel === 'note' || direction === 'internal') return null;
  if (channel === 'call') return tDynamic('callWay', direction);
  return tDynamic('direction', direction).toLocaleLowerCase();
}
