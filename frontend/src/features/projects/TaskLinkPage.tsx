import { useQuery } from '@tanstack/react-query';
import { Navigate } from '@tanstack/react-router';
import { api, call } from '@/api/client';
import { allPages } from '@/api/paging';
import { t } from '@/locales/t';
import { Empty } from '@/ui/Empty';
import { QueryState } from '@/ui/QueryState';

/** Leads from a task alone to its project: search and notifications name the task, not the project. */
export function TaskLinkPage({ taskId }: { taskId: string }) {
  const project = useQuery({
    queryKey: ['my-tasks', 'project-of', taskId],
    queryFn: () => projectOf(taskId),
  });
  return (
    <QueryState
      query={project}
      height={200}
      isEmpty={(id) => id === ''}
      empty={<Empty title={t('problem.missing')} hint={t('problem.missingHint')} />}
    >
      {(projectId) => (
        <Navigate
          to="/projects/$projectId"
          params={{ projectId }}
          search={{ task: taskId }}
          replace
        />
      )}
    </QueryState>
  );
}

async function projectOf(taskId: string): Promise<string> {
  const tasks = await allPages((cursor) =>
    call(api.GET('/api/v1/tasks', { params: { query: { limit: 200, cursor } } })),
  );
  return tasks.find((task) => task.id === taskId)?.project_id ?? '';
}
