import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { projectSource } from '@/api/lookups';
import { t } from '@/locales/t';
import { FormDialog } from '@/ui/FormDialog';
import { useProblemForm } from '@/ui/form';
import { SearchSelect } from '@/ui/SearchSelect';
import { COLUMNS } from './board';
import { createTask } from './queries';
import { TaskFields } from './TaskFields';
import { TASK_FIELDS, taskBody, taskValues } from './taskValues';

interface NewTaskDialogProps {
  projectId?: string;
  status?: string;
  onClose: () => void;
}

export function NewTaskDialog({ projectId, status, onClose }: NewTaskDialogProps) {
  const queryClient = useQueryClient();
  const [chosen, setChosen] = useState<string | null>(projectId ?? null);
  const column = COLUMNS.find((name) => name === status);
  const state = useProblemForm(
    { initialValues: taskValues(undefined, column) },
    async (values) => {
      if (chosen === null) return;
      await createTask(chosen, taskBody(values));
      for (const key of ['tasks', 'projects', 'my-tasks']) {
        void queryClient.invalidateQueries({ queryKey: [key] });
      }
      onClose();
    },
    TASK_FIELDS,
  );
  return (
    <FormDialog
      title={t('tasks.new')}
      submitLabel={t('tasks.create')}
      state={state}
      onClose={onClose}
      size="lg"
    >
      {projectId === undefined && (
        <SearchSelect
          label={t('projects.project')}
          isRequired
          source={projectSource}
          value={chosen}
          onChange={(next) => {
            setChosen(next);
            // These belong to the project chosen before.
            state.form.setValues({ assignee: null, phase_id: null, depends_on: [] });
          }}
        />
      )}
      {chosen !== null && <TaskFields form={state.form} projectId={chosen} />}
    </FormDialog>
  );
}
