import { useQuery } from '@tanstack/react-query';
import { Navigate } from '@tanstack/react-router';
import { api, call } from '@/api/client';
import { QueryState } from '@/ui/QueryState';

/** Leads from a task alone to its project: search and notifications name the task, not the project. */
export function TaskLinkPage({ taskId }: { taskId: string }) {
  const task = useQuery({
    queryKey: ['tasks', 'anywhere', taskId],
    queryFn: ({ signal }) =>
      call(api.GET('/api/v1/tasks/{task_id}', { params: { path: { task_id: taskId } }, signal })),
  });
  return (
    <QueryState query={task} height={200}>
      {({ project_id }) => (
        <Navigate
          to="/projects/$projectId"
          params={{ projectId: project_id }}
          search={{ task: taskId }}
          replace
        />
      )}
    </QueryState>
  );
}
