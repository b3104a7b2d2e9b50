import { getRouteApi } from '@tanstack/react-router';
import { CommentsPanel } from '@/features/collaboration/CommentsPanel';
import { WatchButton } from '@/features/collaboration/WatchButton';
import { logInteraction } from '@/features/interactions/commands';
import { Timeline } from '@/features/interactions/Timeline';
import { newTask } from '@/features/projects/commands';
import { ProjectPage } from '@/features/projects/ProjectPage';
import { CommandButton } from '@/ui/CommandButton';
import { Satisfaction } from '../Satisfaction';

const route = getRouteApi('/app/projects/$projectId');

export function ProjectRoute() {
  const { projectId } = route.useParams();
  const { tab, task } = route.useSearch();
  const navigate = route.useNavigate();
  const log = logInteraction({ projectId });
  return (
    <ProjectPage
      key={projectId}
      projectId={projectId}
      tab={tab ?? 'overview'}
      taskId={task}
      onTask={(taskId) =>
        void navigate({ search: (old) => ({ ...old, task: taskId }), resetScroll: false })
      }
      actions={
        <>
          <WatchButton subject={{ kind: 'project', id: projectId }} />
          <CommandButton command={newTask({ projectId })} variant="default" />
          <CommandButton command={log} />
        </>
      }
      satisfaction={<Satisfaction subject={{ project_id: projectId }} />}
      comments={<CommentsPanel subject={{ kind: 'project', id: projectId }} />}
      taskTalk={(id) => (
        <>
          <WatchButton subject={{ kind: 'task', id }} />
          <CommentsPanel subject={{ kind: 'task', id }} />
        </>
      )}
      timeline={
        <Timeline
          subject={{ kind: 'projects', id: projectId }}
          action={<CommandButton command={log} variant="default" />}
        />
      }
    />
  );
}
