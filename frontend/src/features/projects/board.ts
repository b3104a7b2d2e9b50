import type { Task, TaskStatus, TaskUpdate } from '@/api/types';

export const COLUMNS: readonly TaskStatus[] = ['todo', 'doing', 'blocked', 'done'];

/** Where a card goes: a column, and there before a given card, or at the end. */
export interface Place {
  status: TaskStatus;
  beforeId: string | null;
}

export interface Move {
  /** The list as it will be, in board order. */
  tasks: Task[];
  /** What the server is told; null when nothing changes. */
  change: TaskUpdate | null;
}

export function columnOf(tasks: readonly Task[], status: TaskStatus): Task[] {
  return tasks.filter((task) => task.status === status);
}

/** Moves a card. The server is told the neighbour the card stands behind, or stands before. */
export function moveTask(tasks: readonly Task[], id: string, place: Place): Move {
  const task = tasks.find((candidate) => candidate.id === id);
  if (task === undefined || place.beforeId === id) return { tasks: [...tasks], change: null };
  const column = columnOf(tasks, place.status).filter((other) => other.id !== id);
  const at = indexIn(column, place.beforeId);
  if (task.status === place.status && at === columnOf(tasks, place.status).indexOf(task)) {
    return { tasks: [...tasks], change: null };
  }
  const moved: Task = { ...task, status: place.status };
  const ordered = [...column.slice(0, at), moved, ...column.slice(at)];
  const others = tasks.filter((other) => other.id !== id && other.status !== place.status);
  const change: TaskUpdate = neighbourOf(column, at);
  if (task.status !== place.status) change.status = place.status;
  return { tasks: [...others, ...ordered], change };
}

/** One step up or down in its own column; null at the edge. */
export function stepPlace(tasks: readonly Task[], task: Task, step: -1 | 1): Place | null {
  const column = columnOf(tasks, task.status);
  const at = column.indexOf(task);
  if (at + step < 0 || at + step >= column.length) return null;
  const before = step < 0 ? column[at - 1] : column[at + 2];
  return { status: task.status, beforeId: before?.id ?? null };
}

function indexIn(column: Task[], beforeId: string | null): number {
  const at = beforeId === null ? -1 : column.findIndex((task) => task.id === beforeId);
  return at < 0 ? column.length : at;
}

function neighbourOf(column: Task[], at: number): TaskUpdate {
  const previous = column[at - 1];
  const next = column[at];
  if (previous !== undefined) return { after_id: previous.id };
  if (next !== undefined) return { before_id: next.id };
  return {};
}
