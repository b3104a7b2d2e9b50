import { MultiSelect, Select, Textarea, TextInput } from '@mantine/core';
import type { UseFormReturnType } from '@mantine/form';
import { useQuery } from '@tanstack/react-query';
import { membersQuery } from '@/api/lookups';
import type { Task, TaskStatus } from '@/api/types';
import { t } from '@/locales/t';
import { FieldPair } from '@/ui/FieldPair';
import { COLUMNS } from './board';
import { phasesQuery, tasksQuery } from './queries';

export interface TaskValues extends Record<string, unknown> {
  title: string;
  description: string;
  status: TaskStatus;
  phase_id: string | null;
  assignee_id: string | null;
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
    assignee_id: task?.assignee_id ?? null,
    percent_complete: task?.percent_complete ?? 0,
    starts_on: task?.starts_on ?? '',
    due_on: task?.due_on ?? '',
    likely: task?.estimate ? Number(task.estimate.likely) : '',
    depends_on: task?.depends_on ?? [],
  };
}

/** What the API takes: emptied fields are cleared, and one estimate is enough. */
export function taskBody({ likely, ...values }: TaskValues, task?: Task) {
  const days = Number(likely);
  return {
    ...values,
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

interface TaskFieldsProps {
  form: UseFormReturnType<TaskValues>;
  projectId: string;
  taskId?: string;
}

export function TaskFields({ form, projectId, taskId }: TaskFieldsProps) {
  const members = useQuery(membersQuery);
  const phases = useQuery(phasesQuery(projectId));
  const tasks = useQuery(tasksQuery(projectId));
  const others = (tasks.data ?? []).filter((task) => task.id !== taskId);
  return (
    <>
      <TextInput
        label={t('field.title')}
        required
        data-autofocus
        {...form.getInputProps('title')}
      />
      <FieldPair>
        <Select
          label={t('field.status')}
          allowDeselect={false}
          data={COLUMNS.map((value) => ({ value, label: t(`taskStatus.${value}`) }))}
          {...form.getInputProps('status')}
          onChange={(status) => form.setValues(withStatus(form.values, status))}
        />
        <TextInput
          label={t('tasks.percent')}
          type="number"
          min={0}
          max={100}
          step={10}
          {...form.getInputProps('percent_complete')}
          onChange={(event) =>
            form.setValues(withPercent(form.values, event.currentTarget.valueAsNumber))
          }
        />
      </FieldPair>
      <FieldPair>
        <Select
          label={t('tasks.assignee')}
          clearable
          searchable
          data={(members.data ?? []).map((m) => ({ value: m.id, label: m.name }))}
          {...form.getInputProps('assignee_id')}
        />
        <Select
          label={t('tasks.phase')}
          clearable
          data={(phases.data ?? []).map((row) => ({ value: row.id, label: row.name }))}
          {...form.getInputProps('phase_id')}
        />
      </FieldPair>
      <FieldPair>
        <TextInput label={t('field.starts')} type="date" {...form.getInputProps('starts_on')} />
        <TextInput label={t('field.due')} type="date" {...form.getInputProps('due_on')} />
      </FieldPair>
      <FieldPair>
        <TextInput
          label={t('tasks.estimate')}
          type="number"
          min={0}
          step={0.5}
          {...form.getInputProps('likely')}
        />
        <MultiSelect
          label={t('tasks.dependsOn')}
          searchable
          data={others.map((task) => ({ value: task.id, label: task.title }))}
          {...form.getInputProps('depends_on')}
        />
      </FieldPair>
      <Textarea
        label={t('field.description')}
        autosize
        minRows={3}
        maxRows={12}
        {...form.getInputProps('description')}
      />
    </>
  );
}
