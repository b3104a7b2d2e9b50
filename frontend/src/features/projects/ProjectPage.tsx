import { ActionIcon, Menu } from '@mantine/core';
import { IconDots, IconTrash } from '@tabler/icons-react';
import { usePrefetchQuery, useQueries, useQuery, useQueryClient } from '@tanstack/react-query';
import { Link, useNavigate } from '@tanstack/react-router';
import { lazy, type ReactNode, Suspense } from 'react';
import { customerQuery, projectQuery } from '@/api/lookups';
import type { Project } from '@/api/types';
import { t } from '@/locales/t';
import { useMay } from '@/ui/command';
import { InlineEdit } from '@/ui/InlineEdit';
import { PageHead } from '@/ui/PageHead';
import { QueryState, Waiting } from '@/ui/QueryState';
import { StatusChip } from '@/ui/StatusChip';
import { TabLinks } from '@/ui/TabLinks';
import { deleteWithUndo } from '@/ui/undo';
import { Overview } from './Overview';
import { ProjectStats } from './ProjectStats';
import { projectState } from './projectState';
import {
  deleteProject,
  milestonesQuery,
  phasesQuery,
  projectMembersQuery,
  tasksQuery,
} from './queries';
import { useSaveProject } from './useSaveProject';

const Board = lazy(() => import('./Board').then((m) => ({ default: m.Board })));
const TaskDrawer = lazy(() => import('./TaskDrawer').then((m) => ({ default: m.TaskDrawer })));

export const TABS = ['overview', 'board', 'timeline'] as const;
export type ProjectTab = (typeof TABS)[number];

interface ProjectPageProps {
  projectId: string;
  tab: ProjectTab;
  taskId: string | undefined;
  actions: ReactNode;
  satisfaction: ReactNode;
  comments: ReactNode;
  /** What stands below the fields of an open task. */
  taskTalk: (taskId: string) => ReactNode;
  timeline: ReactNode;
  onTask: (taskId: string | undefined) => void;
}

export function ProjectPage({ projectId, tab, taskId, onTask, ...slots }: ProjectPageProps) {
  // All at once, not one after the other: the parts below ask for these when the project is there.
  usePrefetchQuery(tasksQuery(projectId));
  usePrefetchQuery(phasesQuery(projectId));
  usePrefetchQuery(milestonesQuery(projectId));
  usePrefetchQuery(projectMembersQuery(projectId));
  const project = useQuery(projectQuery(projectId));
  return (
    <QueryState query={project} height={600}>
      {(row) => (
        <>
          <ProjectHead project={row} actions={slots.actions} />
          <ProjectStats project={row} />
          <TabLinks
            label={t('projects.parts')}
            tabs={TABS.map((name) => ({
              label: t(`projects.tab.${name}`),
              link: {
                to: '/projects/$projectId',
                params: { projectId },
                search: name === 'overview' ? {} : { tab: name },
              },
              isActive: name === tab,
            }))}
          />
          {tab === 'overview' && (
            <Overview
              project={row}
              satisfaction={slots.satisfaction}
              comments={slots.comments}
              onTask={onTask}
            />
          )}
          {tab === 'board' && (
            <Suspense fallback={<Waiting height={420} />}>
              <Board projectId={projectId} onTask={onTask} />
            </Suspense>
          )}
          {tab === 'timeline' && slots.timeline}
          {taskId !== undefined && (
            <Suspense fallback={null}>
              <TaskDrawer
                key={taskId}
                projectId={projectId}
                taskId={taskId}
                onClose={() => onTask(undefined)}
                talk={slots.taskTalk(taskId)}
              />
            </Suspense>
          )}
        </>
      )}
    </QueryState>
  );
}

function ProjectHead({ project, actions }: { project: Project; actions: ReactNode }) {
  const save = useSaveProject(project);
  const mayEdit = useMay('projects:write');
  return (
    <PageHead
      title={project.name}
      eyebrow={<CustomerLinks ids={project.customer_ids} />}
      badge={<StatusChip {...projectState(project)} />}
      heading={
        <InlineEdit
          label={t('field.name')}
          value={project.name}
          isReadOnly={!mayEdit}
          isRequired
          onSave={(name) => save.mutateAsync({ name }).catch(() => undefined)}
        />
      }
      actions={
        <>
          {actions}
          {mayEdit && <ProjectMenu project={project} />}
        </>
      }
    />
  );
}

function CustomerLinks({ ids }: { ids: string[] }) {
  const customers = useQueries({ queries: ids.map((id) => customerQuery(id)) });
  const known = customers.map(({ data }) => data).filter((row) => row !== undefined);
  if (known.length === 0) return <Link to="/projects">{t('nav.projects')}</Link>;
  return known.map((row, index) => (
    <span key={row.id}>
      {index > 0 && ', '}
      <Link to="/customers/$customerId" params={{ customerId: row.id }}>
        {row.name}
      </Link>
    </span>
  ));
}

function ProjectMenu({ project }: { project: Project }) {
  const navigate = useNavigate();
  const queryClient = useQueryClient();
  const remove = () => {
    deleteWithUndo({
      id: project.id,
      message: t('projects.deleted', { name: project.name }),
      send: () => deleteProject(project.id),
      onSent: () => void queryClient.invalidateQueries({ queryKey: ['projects'] }),
    });
    void navigate({ to: '/projects' });
  };
  return (
    <Menu position="bottom-end">
      <Menu.Target>
        <ActionIcon variant="default" size={34} aria-label={t('action.more')}>
          <IconDots size={18} aria-hidden />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item leftSection={<IconTrash size={16} aria-hidden />} onClick={remove}>
          {t('projects.delete')}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
