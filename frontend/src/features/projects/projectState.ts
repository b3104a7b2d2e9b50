import type { Project } from '@/api/types';
import { daysFromToday } from '@/locales/format';
import { t } from '@/locales/t';
import type { Tone } from '@/ui/StatusChip';

export const STATUSES = ['draft', 'active', 'on_hold', 'closing', 'closed', 'cancelled'] as const;

const SOON_DAYS = 7;

/** What the dates alone say about a project; nothing else is known yet, so nothing else is claimed. */
export function projectState(project: Pick<Project, 'status' | 'due_on'>): {
  tone: Tone;
  label: string;
} {
  const isOpen = project.status === 'active' || project.status === 'closing';
  if (!isOpen) return { tone: 'neutral', label: t(`projectStatus.${project.status}`) };
  const days = project.due_on ? daysFromToday(project.due_on) : null;
  if (days !== null && days < 0) return { tone: 'risk', label: t('projects.pastDue') };
  if (days !== null && days <= SOON_DAYS) return { tone: 'watch', label: t('projects.dueSoon') };
  return { tone: 'good', label: t(`projectStatus.${project.status}`) };
}
