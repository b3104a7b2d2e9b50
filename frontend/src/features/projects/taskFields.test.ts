import { expect, test } from 'vitest';
import { changedFields } from './changedFields';
import { suggestKey } from './suggestKey';
import { taskBody, taskValues, withPercent, withStatus } from './taskValues';

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

test('a key is suggested from the name', () => {
  expect(suggestKey('Warehouse automation rollout')).toBe('WAR');
  expect(suggestKey('Telemetry')).toBe('TELE');
  expect(suggestKey('Öljy & kaasu')).toBe('OK');
  expect(suggestKey('')).toBe('');
});
