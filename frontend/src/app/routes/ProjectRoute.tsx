import { getRouteApi } from '@tanstack/react-router';
import { lazy, Suspense } from 'react';
import type { CommentSubject } from '@/api/types';
import { WatchButton } from '@/features/collaboration/WatchButton';
import { logInteraction } from '@/features/interactions/commands';
import { Timeline } from '@/features/interactions/Timeline';
import { newTask } from '@/features/projects/commands';
import { ProjectPage } from '@/features/projects/ProjectPage';
import { CommandButton } from '@/ui/CommandButton';
import { Waiting } from '@/ui/QueryState';
import { Satisfaction } from '../Satisfaction';

const CommentsPanel = lazy(() =>
  import('@/features/collaboration/CommentsPanel').then((m) => ({ default: m.CommentsPanel })),
);

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
      comments={<Talk subject={{ kind: 'project', id: projectId }} />}
      taskTalk={(id) => (
        <>
          <WatchButton subject={{ kind: 'task', id }} />
          <Talk subject={{ kind: 'task', id }} />
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

/** Comes after the plan is there: the plan is what the page is opened for. */
function Talk({ subject }: { subject: CommentSubject }) {
  return (
    <Suspense fallback={<Waiting height={160} />}>
      <CommentsPanel subject={subject} />
    </Suspense>
  );
}
