import { getRouteApi } from '@tanstack/react-router';
import { TaskLinkPage } from '@/features/projects/TaskLinkPage';

const route = getRouteApi('/app/tasks/$taskId');

export function TaskLinkRoute() {
  return <TaskLinkPage taskId={route.useParams().taskId} />;
}
