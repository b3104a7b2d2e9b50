import { useMutation, useQueryClient } from '@tanstack/react-query';
import { saveVersioned } from '@/api/conflict';
import type { Task, TaskUpdate } from '@/api/types';
import { t } from '@/locales/t';
import { deleteWithUndo } from '@/ui/undo';
import { moveTask, type Place } from './board';
import { deleteTask, loadTask, sendTask, tasksQuery } from './queries';

/** Saves fields of a task: shown at once, taken back when the server refuses. */
export function useSaveTask(projectId: string, { isInForm = false } = {}) {
  const queryClient = useQueryClient();
  const key = tasksQuery(projectId).queryKey;
  return useMutation({
    meta: { isInForm },
    mutationFn: ({ task, change }: { task: Task; change: TaskUpdate }) =>
      saveVersioned({
        version: task.version,
        send: (version) => sendTask(projectId, task.id, version, change),
        latestVersion: async () => (await loadTask(projectId, task.id)).version,
      }),
    onSettled: () =>
      Promise.all([
        queryClient.invalidateQueries({ queryKey: key }),
        queryClient.invalidateQueries({ queryKey: ['projects'] }),
        queryClient.invalidateQueries({ queryKey: ['my-tasks'] }),
      ]),
  });
}

/** Moves a card on the board: optimistic, with roll-back. */
export function useMoveTask(projectId: string) {
  const queryClient = useQueryClient();
  const key = tasksQuery(projectId).queryKey;
  const save = useSaveTask(projectId);
  return (task: Task, place: Place) => {
    const before = queryClient.getQueryData(key) ?? [];
    const { tasks, change } = moveTask(before, task.id, place);
    if (change === null) return;
    void queryClient.cancelQueries({ queryKey: key });
    queryClient.setQueryData(key, tasks);
    save.mutate({ task, change }, { onError: () => queryClient.setQueryData(key, before) });
  };
}

export function useRemoveTask(projectId: string) {
  const queryClient = useQueryClient();
  return (task: Task) =>
    deleteWithUndo({
      id: task.id,
      message: t('tasks.deleted', { title: task.title }),
      send: () => deleteTask(projectId, task.id),
      onSent: () => {
        for (const key of ['tasks', 'projects', 'my-tasks']) {
          void queryClient.invalidateQueries({ queryKey: [key] });
        }
      },
    });
}
