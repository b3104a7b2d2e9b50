import { Button, Select, TextInput } from '@mantine/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import type { Milestone } from '@/api/types';
import { t } from '@/locales/t';
import { FieldPair } from '@/ui/FieldPair';
import { FormDialog } from '@/ui/FormDialog';
import { useProblemForm } from '@/ui/form';
import { deleteWithUndo } from '@/ui/undo';
import { createMilestone, deleteMilestone, saveMilestone } from './planQueries';
import { milestonesQuery, phasesQuery } from './queries';

interface MilestoneDialogProps {
  projectId: string;
  milestoneId?: string;
  onClose: () => void;
}

export function MilestoneDialog({ projectId, milestoneId, onClose }: MilestoneDialogProps) {
  const known = useQuery({ ...milestonesQuery(projectId), enabled: milestoneId !== undefined });
  if (milestoneId === undefined) return <MilestoneForm projectId={projectId} onClose={onClose} />;
  const row = known.data?.find((milestone) => milestone.id === milestoneId);
  return row ? <MilestoneForm projectId={projectId} milestone={row} onClose={onClose} /> : null;
}

interface MilestoneFormProps {
  projectId: string;
  milestone?: Milestone;
  onClose: () => void;
}

function MilestoneForm({ projectId, milestone, onClose }: MilestoneFormProps) {
  const queryClient = useQueryClient();
  const phases = useQuery(phasesQuery(projectId));
  const refresh = () => queryClient.invalidateQueries({ queryKey: ['milestones', projectId] });
  const state = useProblemForm(
    {
      initialValues: {
        name: milestone?.name ?? '',
        phase_id: milestone?.phase_id ?? null,
        due_on: milestone?.due_on ?? '',
      },
    },
    async (values) => {
      const fields = { ...values, due_on: values.due_on || null };
      if (milestone === undefined) await createMilestone(projectId, fields);
      else await saveMilestone(milestone, fields);
      void refresh();
      onClose();
    },
  );
  const { form } = state;
  const remove = milestone && (
    <Button
      variant="subtle"
      color="red"
      onClick={() => {
        onClose();
        deleteWithUndo({
          id: milestone.id,
          message: t('milestones.deleted', { name: milestone.name }),
          send: () => deleteMilestone(milestone),
          onSent: () => void refresh(),
        });
      }}
    >
      {t('action.delete')}
    </Button>
  );
  return (
    <FormDialog
      title={milestone === undefined ? t('milestones.add') : t('milestones.edit')}
      submitLabel={t('action.save')}
      state={state}
      onClose={onClose}
      aside={remove}
    >
      <TextInput label={t('field.name')} required data-autofocus {...form.getInputProps('name')} />
      <FieldPair>
        <Select
          label={t('tasks.phase')}
          clearable
          data={(phases.data ?? []).map((row) => ({ value: row.id, label: row.name }))}
          {...form.getInputProps('phase_id')}
        />
        <TextInput label={t('field.due')} type="date" {...form.getInputProps('due_on')} />
      </FieldPair>
    </FormDialog>
  );
}
