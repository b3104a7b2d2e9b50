import { useQuery } from '@tanstack/react-query';
import type { Project } from '@/api/types';
import { daysFromToday, exactDay, relativeDay } from '@/locales/format';
import { t } from '@/locales/t';
import { ProgressBar } from '@/ui/ProgressBar';
import { type Stat, StatStrip } from '@/ui/StatStrip';
import { milestonesQuery } from './queries';

export function ProjectStats({ project }: { project: Project }) {
  const milestones = useQuery(milestonesQuery(project.id));
  const reached = (milestones.data ?? []).filter((row) => row.reached_on).length;
  const next = (milestones.data ?? [])
    .filter((row) => !row.reached_on && row.due_on)
    .toSorted((a, b) => (a.due_on ?? '').localeCompare(b.due_on ?? ''))[0];
  const stats: Stat[] = [
    {
      label: t('projects.progress'),
      value: <ProgressBar percent={project.progress} label={project.name} />,
    },
    {
      label: t('projects.openTasks'),
      value: String(project.open_task_count),
      beside: t('projects.ofTasks', { count: project.task_count }),
    },
    dueStat(project),
    {
      label: t('projects.nextMilestone'),
      value: next?.name ?? t('value.none'),
      beside: next?.due_on
        ? relativeDay(next.due_on)
        : t('projects.reachedCount', { count: reached }),
      isLate: next?.due_on ? daysFromToday(next.due_on) < 0 : false,
    },
  ];
  return <StatStrip stats={stats} />;
}

function dueStat(project: Project): Stat {
  const label = t('field.due');
  if (!project.due_on) return { label, value: t('value.none'), beside: t('projects.noDue') };
  const days = daysFromToday(project.due_on);
  const isOver = project.status === 'closed' || project.status === 'cancelled';
  return {
    label,
    value: <span title={exactDay(project.due_on)}>{relativeDay(project.due_on)}</span>,
    beside: days < 0 ? t('time.daysLate', { count: -days }) : t('time.daysLeft', { count: days }),
    isLate: days < 0 && !isOver,
  };
}
