import { Button, Select, TextInput } from '@mantine/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import type { Phase } from '@/api/types';
import { t } from '@/locales/t';
import { FieldPair } from '@/ui/FieldPair';
import { FormDialog } from '@/ui/FormDialog';
import { useProblemForm } from '@/ui/form';
import { deleteWithUndo } from '@/ui/undo';
import { createPhase, deletePhase, savePhase } from './planQueries';
import { phasesQuery } from './queries';

interface PhaseDialogProps {
  projectId: string;
  phaseId?: string;
  onClose: () => void;
}

const PHASE_STATUSES = ['planned', 'active', 'completed'] as const;

export function PhaseDialog({ projectId, phaseId, onClose }: PhaseDialogProps) {
  const phases = useQuery({ ...phasesQuery(projectId), enabled: phaseId !== undefined });
  if (phaseId === undefined) return <PhaseForm projectId={projectId} onClose={onClose} />;
  const phase = phases.data?.find((row) => row.id === phaseId);
  return phase ? <PhaseForm projectId={projectId} phase={phase} onClose={onClose} /> : null;
}

interface PhaseFormProps {
  projectId: string;
  phase?: Phase;
  onClose: () => void;
}

function PhaseForm({ projectId, phase, onClose }: PhaseFormProps) {
  const queryClient = useQueryClient();
  const refresh = () => queryClient.invalidateQueries({ queryKey: ['phases', projectId] });
  const state = useProblemForm(
    {
      initialValues: {
        name: phase?.name ?? '',
        status: phase?.status ?? 'planned',
        starts_on: phase?.starts_on ?? '',
        due_on: phase?.due_on ?? '',
      },
    },
    async ({ status, ...values }) => {
      const dates = { starts_on: values.starts_on || null, due_on: values.due_on || null };
      if (phase === undefined) await createPhase(projectId, { name: values.name, ...dates });
      else await savePhase(phase, { name: values.name, status, ...dates });
      void refresh();
      onClose();
    },
  );
  const { form } = state;
  const remove = phase && (
    <Button
      variant="subtle"
      color="red"
      onClick={() => {
        onClose();
        deleteWithUndo({
          id: phase.id,
          message: t('phases.deleted', { name: phase.name }),
          send: () => deletePhase(phase),
          onSent: () => void refresh(),
        });
      }}
    >
      {t('action.delete')}
    </Button>
  );
  return (
    <FormDialog
      title={phase === undefined ? t('phases.add') : t('phases.edit')}
      submitLabel={t('action.save')}
      state={state}
      onClose={onClose}
      aside={remove}
    >
      <TextInput label={t('field.name')} required data-autofocus {...form.getInputProps('name')} />
      {phase !== undefined && (
        <Select
          label={t('field.status')}
          allowDeselect={false}
          data={PHASE_STATUSES.map((value) => ({ value, label: t(`phaseStatus.${value}`) }))}
          {...form.getInputProps('status')}
        />
      )}
      <FieldPair>
        <TextInput label={t('field.starts')} type="date" {...form.getInputProps('starts_on')} />
        <TextInput label={t('field.due')} type="date" {...form.getInputProps('due_on')} />
      </FieldPair>
    </FormDialog>
  );
}
