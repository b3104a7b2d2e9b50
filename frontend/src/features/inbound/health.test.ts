import { expect, test } from 'vitest';
import type { InboundSource } from '@/api/types';
import { healthOf, lastHeard } from './health';

const NOW = Date.parse('2026-11-28T12:00:00Z');

function source(changes: Partial<InboundSource>, quietAfter: number | null = null) {
  return {
    last_received_at: '2026-11-28T11:00:00Z',
    last_refused_at: null,
    failed_count: 0,
    created_at: '2026-11-01T00:00:00Z',
    settings: { quiet_after_days: quietAfter } as InboundSource['settings'],
    ...changes,
  };
}

test.each([
  ['good', source({})],
  ['new', source({ last_received_at: null })],
  ['failing', source({ failed_count: 2 })],
  ['refused', source({ last_refused_at: '2026-11-28T11:30:00Z' })],
  ['good', source({ last_refused_at: '2026-11-28T10:30:00Z' })],
  ['quiet', source({ last_received_at: '2026-11-20T12:00:00Z' }, 7)],
  ['quiet', source({ last_received_at: null }, 7)],
  ['good', source({ last_received_at: '2026-11-22T12:00:00Z' }, 7)],
])('a source is %s', (health, heard) => {
  expect(healthOf(heard, NOW)).toBe(health);
});

test('of several sources the one that was heard from last is named', () => {
  const source = (last_received_at: string | null) => ({ last_received_at });
  const late = source('2026-11-20T10:00:00Z');
  expect(lastHeard([source(null), source('2026-11-19T10:00:00Z'), late, source(null)])).toBe(late);
  expect(lastHeard([source(null)])).toBeUndefined();
});
