import { expect, test } from 'vitest';
import { stepped } from '@/ui/order';
import { decimalText } from './budget';
import { changedFields } from './changedFields';
import { rankedFor } from './priorities';
import { suggestKey } from './suggestKey';
import { assigneeValue, taskBody, taskValues, withPercent, withStatus } from './taskValues';

const values = taskValues();

test('status and percent tell one story', () => {
  expect(withStatus({ ...values, percent_complete: 40 }, 'done').percent_complete).toBe(100);
  expect(withStatus({ ...values, percent_complete: 40 }, 'todo').percent_complete).toBe(0);
  expect(withPercent(values, 30)).toEqual({ percent_complete: 30, status: 'doing' });
  expect(withPercent(values, 100)).toEqual({ percent_complete: 100, status: 'done' });
  expect(withPercent({ ...values, status: 'blocked' }, 30).status).toBe('blocked');
  expect(withPercent(values, Number.NaN)).toEqual({ percent_complete: 0, status: 'todo' });
});

test('only what was changed is sent', () => {
  const after = { ...values, title: 'Cut-over', depends_on: ['x'] };
  expect(changedFields(taskBody(values), taskBody(after))).toEqual({
    title: 'Cut-over',
    depends_on: ['x'],
  });
});

test('an emptied field is cleared, one estimate is enough', () => {
  const body = taskBody({ ...values, due_on: '', likely: '2.5' });
  expect(body.due_on).toBeNull();
  expect(body.estimate).toEqual({ likely: 2.5 });
});

test('a task is given to a member or to a contact, never to both', () => {
  const toMember = taskBody({ ...values, assignee: assigneeValue('member', 'm1') });
  const toContact = taskBody({ ...values, assignee: assigneeValue('contact', 'c1') });
  expect(toMember).toMatchObject({ assignee_id: 'm1', assignee_contact_id: null });
  expect(changedFields(toMember, toContact)).toEqual({
    assignee_id: null,
    assignee_contact_id: 'c1',
  });
  expect(changedFields(toContact, taskBody(values))).toEqual({ assignee_contact_id: null });
});

test('a key is suggested from the name', () => {
  expect(suggestKey('Warehouse automation rollout')).toBe('WAR');
  expect(suggestKey('Telemetry')).toBe('TELE');
  expect(suggestKey('Öljy & kaasu')).toBe('OK');
  expect(suggestKey('')).toBe('');
});

test('an amount is read as people type it, and an unclear one is left to the server', () => {
  expect(decimalText('1 250 000')).toBe('1250000');
  expect(decimalText('1,250,000.50')).toBe('1250000.50');
  expect(decimalText('1.250.000,50')).toBe('1250000.50');
  expect(decimalText('1234,5')).toBe('1234.5');
  expect(decimalText('a lot')).toBe('a lot');
});

test('what was never ranked comes after what was', () => {
  expect(rankedFor(['quality', 'safety'])).toEqual(['quality', 'safety', 'time', 'scope', 'cost']);
  expect(stepped(['time', 'cost'], 'cost', -1)).toEqual(['cost', 'time']);
  expect(stepped(['time', 'cost'], 'cost', 1)).toEqual(['time', 'cost']);
});
