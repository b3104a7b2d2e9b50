import type { TaskStatus } from '@/api/types';
import { t } from '@/locales/t';
import { StatusChip, type Tone } from '@/ui/StatusChip';

const TONES: Record<TaskStatus, Tone> = {
  todo: 'neutral',
  doing: 'accent',
  blocked: 'risk',
  done: 'good',
};

export function TaskStatusChip({ status }: { status: TaskStatus }) {
  return <StatusChip tone={TONES[status]} label={t(`taskStatus.${status}`)} />;
}
