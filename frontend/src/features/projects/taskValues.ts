import type { Task, TaskStatus } from '@/api/types';
import { COLUMNS } from './board';

export interface TaskValues extends Record<string, unknown> {
  title: string;
  description: string;
  status: TaskStatus;
  phase_id: string | null;
  /** Who does it, as `assigneeValue` writes it: a member or a contact, never both. */
  assignee: string | null;
  percent_complete: number;
  starts_on: string;
  due_on: string;
  likely: number | string;
  depends_on: string[];
}

export function taskValues(task?: Task, status?: TaskStatus): TaskValues {
  return {
    title: task?.title ?? '',
    description: task?.description ?? '',
    status: task?.status ?? status ?? 'todo',
    phase_id: task?.phase_id ?? null,
    assignee: assigneeOf(task),
    percent_complete: task?.percent_complete ?? 0,
    starts_on: task?.starts_on ?? '',
    due_on: task?.due_on ?? '',
    likely: task?.estimate ? Number(task.estimate.likely) : '',
    depends_on: task?.depends_on ?? [],
  };
}

export type AssigneeKind = 'member' | 'contact';

export function assigneeValue(kind: AssigneeKind, id: string): string {
  return `${kind}:${id}`;
}

function assigneeOf(task?: Task): string | null {
  if (task?.assignee_id) return assigneeValue('member', task.assignee_id);
  if (task?.assignee_contact_id) return assigneeValue('contact', task.assignee_contact_id);
  return null;
}

function assigneeFields(assignee: string | null) {
  const [kind, id = null] = assignee?.split(':') ?? [];
  return {
    assignee_id: kind === 'member' ? id : null,
    assignee_contact_id: kind === 'contact' ? id : null,
  };
}

/** Where the form shows what the server says about a field of the API. */
export const TASK_FIELDS = {
  estimate: 'likely',
  assignee_id: 'assignee',
  assignee_contact_id: 'assignee',
};

/** What the API takes: emptied fields are cleared, and one estimate is enough. */
export function taskBody({ likely, assignee, ...values }: TaskValues, task?: Task) {
  const days = Number(likely);
  return {
    ...values,
    ...assigneeFields(assignee),
    description: values.description || null,
    starts_on: values.starts_on || null,
    due_on: values.due_on || null,
    estimate: likely === '' ? null : { ...task?.estimate, likely: days },
  };
}

/** Status and percent tell one story: nothing to do is 0, done is 100, in between has begun. */
export function withStatus(values: TaskValues, chosen: string | null): Partial<TaskValues> {
  const status = COLUMNS.find((column) => column === chosen) ?? values.status;
  if (status === 'todo') return { status, percent_complete: 0 };
  if (status === 'done') return { status, percent_complete: 100 };
  return { status, percent_complete: Math.min(values.percent_complete, 99) };
}

export function withPercent(values: TaskValues, typed: number): Partial<TaskValues> {
  const percent = Number.isNaN(typed) ? 0 : Math.max(0, Math.round(typed));
  if (percent >= 100) return { percent_complete: 100, status: 'done' };
  const isStill = values.status === 'blocked' || (values.status === 'todo' && percent === 0);
  return { percent_complete: percent, status: isStill ? values.status : 'doing' };
}
