import { expect, test } from 'vitest';
import type { Phase } from '@/api/types';
import { repositioned } from './phaseOrder';

function phases(...positions: number[]): Phase[] {
  return positions.map((position, index) => ({
    id: `p${index}`,
    project_id: 'p',
    name: `Phase ${index}`,
    status: 'planned',
    position,
    starts_on: null,
    due_on: null,
    created_at: '2026-11-21T10:00:00Z',
    updated_at: '2026-11-21T10:00:00Z',
    version: 1,
  }));
}

function changes(...positions: number[]): [string, number][] {
  return repositioned(phases(...positions)).map(({ phase, position }) => [phase.id, position]);
}

test('a step changes the two phases that change places', () => {
  expect(changes(10, 30, 20)).toEqual([
    ['p1', 20],
    ['p2', 30],
  ]);
  expect(changes(1, 2, 3)).toEqual([]);
});

test('phases that share a position get one each', () => {
  expect(changes(0, 0, 0)).toEqual([
    ['p1', 1],
    ['p2', 2],
  ]);
});
