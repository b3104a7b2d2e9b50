import { ActionIcon, Button } from '@mantine/core';
import {
  IconPencil,
  IconPlus,
  IconSquareRotated,
  IconSquareRotatedFilled,
} from '@tabler/icons-react';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import type { Milestone } from '@/api/types';
import { mediumDay, workspaceToday } from '@/locales/format';
import { t } from '@/locales/t';
import { useMay } from '@/ui/command';
import { openDialog } from '@/ui/dialogs';
import { Empty } from '@/ui/Empty';
import { Panel } from '@/ui/Panel';
import { QueryState } from '@/ui/QueryState';
import { Row, RowList } from '@/ui/RowList';
import { DueDay } from '@/ui/Time';
import { useHidden } from '@/ui/undo';
import classes from './Phases.module.css';
import { saveMilestone } from './planQueries';
import { milestonesQuery } from './queries';

export function MilestonesPanel({ projectId }: { projectId: string }) {
  const milestones = useQuery(milestonesQuery(projectId));
  const hidden = useHidden();
  const mayEdit = useMay('projects:write');
  const rows = (milestones.data ?? []).filter((row) => !hidden.has(row.id));
  const add = mayEdit && (
    <Button
      variant="default"
      size="xs"
      leftSection={<IconPlus size={14} aria-hidden />}
      onClick={() => openDialog('milestone.edit', { projectId })}
    >
      {t('milestones.add')}
    </Button>
  );
  return (
    <Panel title={t('milestones.panel')} actions={rows.length > 0 && add} isFlush>
      <QueryState
        query={milestones}
        height={120}
        isEmpty={() => rows.length === 0}
        empty={
          <div className={classes.empty}>
            <Empty title={t('milestones.none')} hint={t('milestones.noneHint')} action={add} />
          </div>
        }
      >
        {() => (
          <RowList label={t('milestones.panel')}>
            {rows.map((row) => (
              <MilestoneRow key={row.id} milestone={row} mayEdit={mayEdit} />
            ))}
          </RowList>
        )}
      </QueryState>
    </Panel>
  );
}

function MilestoneRow({ milestone, mayEdit }: { milestone: Milestone; mayEdit: boolean }) {
  const queryClient = useQueryClient();
  const reach = useMutation({
    mutationFn: (reached_on: string | null) => saveMilestone(milestone, { reached_on }),
    onSettled: () => queryClient.invalidateQueries({ queryKey: ['milestones'] }),
  });
  const isReached = Boolean(milestone.reached_on);
  const Shape = isReached ? IconSquareRotatedFilled : IconSquareRotated;
  const params = { projectId: milestone.project_id, milestoneId: milestone.id };
  return (
    <Row
      start={<Shape size={16} aria-hidden color="var(--accent)" />}
      title={milestone.name}
      below={
        milestone.reached_on
          ? t('milestones.reachedOn', { day: mediumDay(milestone.reached_on) })
          : undefined
      }
      end={
        <>
          {milestone.due_on && <DueDay on={milestone.due_on} isDone={isReached} />}
          {mayEdit && (
            <Button
              variant="default"
              size="xs"
              aria-label={t(isReached ? 'milestones.reopenNamed' : 'milestones.reachNamed', {
                name: milestone.name,
              })}
              loading={reach.isPending}
              onClick={() => reach.mutate(isReached ? null : workspaceToday())}
            >
              {isReached ? t('milestones.reopen') : t('milestones.reach')}
            </Button>
          )}
          {mayEdit && (
            <ActionIcon
              variant="subtle"
              color="gray"
              aria-label={t('milestones.editNamed', { name: milestone.name })}
              onClick={() => openDialog('milestone.edit', params)}
            >
              <IconPencil size={16} aria-hidden />
            </ActionIcon>
          )}
        </>
      }
    />
  );
}
