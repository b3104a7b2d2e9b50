import { expect, test } from 'vitest';
import { byDay, instantsOf } from './days';
import { nameOf, type Told, whatOf, whoOf } from './sentence';
import { AUDIT_TOPICS, TOPICS } from './topics';

function event(type: string, data: object, more: Partial<Told> = {}): Told {
  const actor = { kind: 'user' as const, id: '1', is_import: false };
  return { type, data: { ...data }, personal: null, actor, actor_name: 'Jonas Weber', ...more };
}

test('what was done is said in the words of a project', () => {
  const task = { title: 'Wire', status: 'done' };
  expect(whatOf(event('task.created', task))).toBe('added the task Wire');
  expect(whatOf(event('task.updated', { ...task, changed: ['status'] }))).toBe(
    'finished the task Wire',
  );
  expect(whatOf(event('task.updated', { ...task, changed: ['due_on'] }))).toBe(
    'changed the task Wire',
  );
  expect(
    whatOf(
      event('milestone.updated', {
        name: 'Live',
        reached_on: '2026-12-01',
        changed: ['reached_on'],
      }),
    ),
  ).toBe('reached the milestone Live');
  expect(
    whatOf(event('project.updated', { name: 'War', is_private: true, changed: ['is_private'] })),
  ).toBe('made War private');
});

test('every event the page asks for has its sentence', () => {
  for (const type of Object.values(TOPICS).flat()) {
    const data = { title: 'X', channel: 'email', direction: 'inbound', status: 'active' };
    expect(whatOf(event(type, data)), type).not.toMatch(/undefined|^did|_/);
  }
  expect(Object.values(AUDIT_TOPICS).flat().length).toBeGreaterThan(20);
});

test('who it was: the customer who wrote, a person, a program, ourselves', () => {
  const personal = { from_name: 'Petri Aho', subject: 'Slips' };
  const mail = event(
    'interaction.recorded',
    { channel: 'email', direction: 'inbound' },
    { personal },
  );
  expect(whoOf({ ...mail, actor: { kind: 'source', id: null, is_import: false } })).toBe(
    'Petri Aho',
  );
  expect(whoOf(mail)).toBe('Petri Aho');
  const call = { channel: 'call', direction: 'inbound' };
  expect(whoOf(event('interaction.recorded', call, { personal }))).toBe('Jonas Weber');
  expect(nameOf(mail)).toBe('Slips');
  const system = { kind: 'system' as const, id: null, is_import: false };
  expect(whoOf(event('task.created', {}, { actor: system, actor_name: null }))).toBe('Rapport');
});

test('rows are grouped by day, the newest first, whatever their order', () => {
  const rows = ['2026-11-26T12:00:00Z', '2026-11-28T12:00:00Z', '2026-11-28T13:00:00Z'];
  const days = byDay(
    rows.map((occurred_at) => ({ occurred_at })),
    new Date('2026-11-28T14:00:00Z'),
  );
  expect(days.map(({ rows: found }) => found.length)).toEqual([2, 1]);
  expect(days[0]?.rows[0]?.occurred_at).toBe('2026-11-28T13:00:00Z');
});

test('a range of days takes in all of its last one', () => {
  const { since, until } = instantsOf('2026-11-28', '2026-11-28');
  expect(Date.parse(until ?? '') - Date.parse(since ?? '')).toBe(24 * 3600 * 1000);
  expect(instantsOf('soon', undefined)).toEqual({ since: undefined, until: undefined });
  expect(instantsOf('0202-01-01', '9999-12-31')).toEqual({ since: undefined, until: undefined });
});
