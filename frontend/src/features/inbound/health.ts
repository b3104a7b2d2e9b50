import type { InboundSource } from '@/api/types';
import type { Tone } from '@/ui/StatusChip';

export type Health = 'new' | 'refused' | 'failing' | 'quiet' | 'good';

const DAY = 86_400_000;

export const TONES: Record<Health, Tone> = {
  new: 'neutral',
  refused: 'risk',
  failing: 'watch',
  quiet: 'watch',
  good: 'good',
};

type Heard = Pick<
  InboundSource,
  'last_received_at' | 'last_refused_at' | 'failed_count' | 'created_at' | 'settings'
>;

/** The one word for a source: what most needs somebody's eye comes first. */
export function healthOf(source: Heard, now: number): Health {
  const received = at(source.last_received_at);
  const refused = at(source.last_refused_at);
  if (refused !== null && refused > (received ?? 0)) return 'refused';
  const days = source.settings.quiet_after_days;
  const heard = received ?? Date.parse(source.created_at);
  if (days !== null && now - heard > days * DAY) return 'quiet';
  if (source.failed_count > 0) return 'failing';
  return received === null ? 'new' : 'good';
}

function at(instant: string | null): number | null {
  return instant === null ? null : Date.parse(instant);
}

/** The source that was heard from last; none where nothing has come in yet. */
export function lastHeard<T extends Pick<Heard, 'last_received_at'>>(
  sources: readonly T[],
): T | undefined {
  return sources.reduce<T | undefined>(
    (last, one) =>
      (at(one.last_received_at) ?? 0) > (at(last?.last_received_at ?? null) ?? 0) ? one : last,
    undefined,
  );
}
