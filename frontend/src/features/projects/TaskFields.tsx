import { MultiSelect, Select, Textarea, TextInput } from '@mantine/core';
import type { UseFormReturnType } from '@mantine/form';
import { useQuery } from '@tanstack/react-query';
import { t } from '@/locales/t';
import { FieldPair } from '@/ui/FieldPair';
import { COLUMNS } from './board';
import { phasesQuery, tasksQuery } from './queries';
import { type TaskValues, withPercent, withStatus } from './taskValues';
import { useAssignees } from './useAssignees';

interface TaskFieldsProps {
  form: UseFormReturnType<TaskValues>;
  projectId: string;
  taskId?: string;
}

export function TaskFields({ form, projectId, taskId }: TaskFieldsProps) {
  const assignees = useAssignees(projectId);
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
          nothingFoundMessage={t('state.nothingFound')}
          data={assignees}
          {...form.getInputProps('assignee')}
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
