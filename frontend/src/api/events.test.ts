import { expect, test } from 'vitest';
import { waitBefore } from './events';
import { staleKeys } from './live';
import { EventParser } from './sse';

const bytes = (text: string) => new TextEncoder().encode(text);

test('an event that arrives in pieces is read once it is whole', () => {
  const parser = new EventParser();
  expect(parser.push(bytes('id: 7\nevent: task.up'))).toEqual([]);
  expect(parser.push(bytes('dated\ndata: {"a":1}\n'))).toEqual([]);
  expect(parser.push(bytes('\nid: 8\n'))).toEqual([
    { id: '7', type: 'task.updated', data: '{"a":1}' },
  ]);
});

test('a character cut in two by the network stays whole', () => {
  const parser = new EventParser();
  const whole = bytes('data: ä\n\n');
  parser.push(whole.slice(0, 7));
  expect(parser.push(whole.slice(7))[0]?.data).toBe('ä');
});

test('comments keep the line open and say nothing', () => {
  expect(new EventParser().push(bytes(': beat\n\n'))).toEqual([]);
});

test('lines of one event are joined, carriage returns are taken away', () => {
  const [event] = new EventParser().push(bytes('data: a\r\ndata: b\r\n\r\n'));
  expect(event?.data).toBe('a\nb');
});

test('a new mail makes timelines and the unmatched list stale', () => {
  const keys = staleKeys([{ type: 'interaction.recorded' }]);
  expect(keys).toEqual(expect.arrayContaining(['timeline', 'inbound-messages', 'interactions']));
});

test('many events ask for each list once, no event for none', () => {
  const keys = staleKeys([{ type: 'task.updated' }, { type: 'task.created' }]);
  expect(new Set(keys).size).toBe(keys.length);
  expect(staleKeys([])).toEqual([]);
});

test('waiting grows with each failure and is never longer than half a minute', () => {
  expect(waitBefore(0)).toBeLessThan(100);
  for (const failures of [1, 5, 20, 500]) {
    expect(waitBefore(failures)).toBeGreaterThanOrEqual(250);
    expect(waitBefore(failures)).toBeLessThanOrEqual(30_000);
  }
});
