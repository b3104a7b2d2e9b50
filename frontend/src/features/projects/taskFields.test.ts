import { expect, test } from 'vitest';
import { changedFields } from './changedFields';
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
