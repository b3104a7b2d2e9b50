import { Button, Drawer } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { projectQuery } from '@/api/lookups';
import type { Task } from '@/api/types';
import { t } from '@/locales/t';
import { useMay } from '@/ui/command';
import formClasses from '@/ui/FormDialog.module.css';
import { useProblemForm } from '@/ui/form';
import { ProblemNote } from '@/ui/ProblemNote';
import { QueryState } from '@/ui/QueryState';
import { changedFields } from './changedFields';
import { loadTask } from './queries';
import classes from './TaskDrawer.module.css';
import { TaskFields } from './TaskFields';
import { TASK_FIELDS, taskBody, taskValues } from './taskValues';
import { useRemoveTask, useSaveTask } from './useTasks';

interface TaskDrawerProps {
  projectId: string;
  taskId: string;
  onClose: () => void;
  talk: ReactNode;
}

export function TaskDrawer({ projectId, taskId, onClose, talk }: TaskDrawerProps) {
  const task = useQuery({
    queryKey: ['tasks', projectId, 'one', taskId],
    queryFn: () => loadTask(projectId, taskId),
  });
  const project = useQuery(projectQuery(projectId));
  return (
    <Drawer
      opened
      onClose={onClose}
      position="right"
      size={480}
      title={project.data?.name ?? t('tasks.task')}
      closeButtonProps={{ 'aria-label': t('action.close') }}
    >
      <QueryState query={task} height={480}>
        {(row) => (
          <>
            <TaskForm task={row} onClose={onClose} />
            <div className={classes.talk}>{talk}</div>
          </>
        )}
      </QueryState>
    </Drawer>
  );
}

function TaskForm({ task, onClose }: { task: Task; onClose: () => void }) {
  const save = useSaveTask(task.project_id, { isInForm: true });
  const remove = useRemoveTask(task.project_id);
  const mayEdit = useMay('projects:write');
  const { form, problem, isSending, submit } = useProblemForm(
    { initialValues: taskValues(task) },
    async (values) => {
      const change = changedFields(taskBody(taskValues(task), task), taskBody(values, task));
      if (Object.keys(change).length > 0) await save.mutateAsync({ task, change });
      onClose();
    },
    TASK_FIELDS,
  );
  return (
    <form onSubmit={submit} noValidate className={formClasses.form}>
      <TaskFields form={form} projectId={task.project_id} taskId={task.id} />
      <ProblemNote text={problem} />
      {mayEdit && (
        <footer className={formClasses.foot}>
          <Button
            className={formClasses.aside}
            variant="subtle"
            color="red"
            onClick={() => {
              onClose();
              remove(task);
            }}
          >
            {t('action.delete')}
          </Button>
          <Button variant="default" onClick={onClose}>
            {t('action.cancel')}
          </Button>
          <Button type="submit" loading={isSending}>
            {t('action.save')}
          </Button>
        </footer>
      )}
    </form>
  );
}
