import { expect, test } from 'vitest';
import type { Task, TaskStatus } from '@/api/types';
import { columnOf, moveTask, stepPlace } from './board';

function task(id: string, status: TaskStatus): Task {
  return {
    id,
    status,
    title: id,
    project_id: 'p',
    phase_id: null,
    description: null,
    assignee_id: null,
    assignee_contact_id: null,
    percent_complete: 0,
    starts_on: null,
    due_on: null,
    estimate: null,
    depends_on: [],
    external_refs: [],
    created_at: '2026-01-01T00:00:00Z',
    updated_at: '2026-01-01T00:00:00Z',
    version: 1,
  };
}

const board = [task('a', 'todo'), task('b', 'todo'), task('c', 'todo'), task('d', 'doing')];
const ids = (tasks: Task[], status: TaskStatus) => columnOf(tasks, status).map((one) => one.id);

test('a card goes to the end of another column', () => {
  const { tasks, change } = moveTask(board, 'a', { status: 'doing', beforeId: null });
  expect(ids(tasks, 'doing')).toEqual(['d', 'a']);
  expect(ids(tasks, 'todo')).toEqual(['b', 'c']);
  expect(change).toEqual({ status: 'doing', after_id: 'd' });
});

test('a card goes to the top of a column', () => {
  const { tasks, change } = moveTask(board, 'b', { status: 'doing', beforeId: 'd' });
  expect(ids(tasks, 'doing')).toEqual(['b', 'd']);
  expect(change).toEqual({ status: 'doing', before_id: 'd' });
});

test('an empty column needs no neighbour', () => {
  const { change } = moveTask(board, 'a', { status: 'done', beforeId: null });
  expect(change).toEqual({ status: 'done' });
});

test('a card goes down inside its column', () => {
  const { tasks, change } = moveTask(board, 'a', { status: 'todo', beforeId: 'c' });
  expect(ids(tasks, 'todo')).toEqual(['b', 'a', 'c']);
  expect(change).toEqual({ after_id: 'b' });
});

test('a card dropped where it was tells the server nothing', () => {
  expect(moveTask(board, 'b', { status: 'todo', beforeId: 'c' }).change).toBeNull();
  expect(moveTask(board, 'b', { status: 'todo', beforeId: 'b' }).change).toBeNull();
  expect(moveTask(board, 'unknown', { status: 'todo', beforeId: null }).change).toBeNull();
});

test('a move leaves the list it was given as it is', () => {
  const before = structuredClone(board);
  moveTask(board, 'a', { status: 'done', beforeId: null });
  expect(board).toEqual(before);
});

test('a step ends at the edges of the column', () => {
  const [first, , last] = board;
  if (first === undefined || last === undefined) throw new Error('three cards');
  expect(stepPlace(board, first, -1)).toBeNull();
  expect(stepPlace(board, last, 1)).toBeNull();
  expect(stepPlace(board, first, 1)).toEqual({ status: 'todo', beforeId: 'c' });
  expect(stepPlace(board, last, -1)).toEqual({ status: 'todo', beforeId: 'b' });
});
