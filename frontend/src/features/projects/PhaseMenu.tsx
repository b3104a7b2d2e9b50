import { ActionIcon, Menu } from '@mantine/core';
import { IconArrowDown, IconArrowUp, IconDots, IconPencil } from '@tabler/icons-react';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { Phase } from '@/api/types';
import { t } from '@/locales/t';
import { openDialog } from '@/ui/dialogs';
import { stepped } from '@/ui/order';
import { repositioned } from './phaseOrder';
import { savePhase } from './planQueries';
import { phasesQuery } from './queries';

interface PhaseMenuProps {
  phase: Phase;
  phases: Phase[];
}

/** What can be done with a phase of the plan. */
export function PhaseMenu({ phase, phases }: PhaseMenuProps) {
  const move = useMovePhase(phase.project_id);
  const up = stepped(phases, phase, -1);
  const down = stepped(phases, phase, 1);
  const edit = () => openDialog('phase.edit', { projectId: phase.project_id, phaseId: phase.id });
  return (
    <Menu position="bottom-end">
      <Menu.Target>
        <ActionIcon
          variant="subtle"
          color="gray"
          aria-label={t('phases.menu', { name: phase.name })}
        >
          <IconDots size={16} aria-hidden />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item leftSection={<IconPencil size={15} aria-hidden />} onClick={edit}>
          {t('phases.edit')}
        </Menu.Item>
        <Menu.Divider />
        <Menu.Item
          leftSection={<IconArrowUp size={15} aria-hidden />}
          disabled={up === phases || move.isPending}
          onClick={() => move.mutate(up)}
        >
          {t('action.moveUp')}
        </Menu.Item>
        <Menu.Item
          leftSection={<IconArrowDown size={15} aria-hidden />}
          disabled={down === phases || move.isPending}
          onClick={() => move.mutate(down)}
        >
          {t('action.moveDown')}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}

/** Puts the phases in this order: shown at once, taken back when the server refuses. */
function useMovePhase(projectId: string) {
  const queryClient = useQueryClient();
  const key = phasesQuery(projectId).queryKey;
  return useMutation({
    mutationFn: (order: Phase[]) =>
      Promise.all(repositioned(order).map(({ phase, position }) => savePhase(phase, { position }))),
    onMutate: async (order) => {
      await queryClient.cancelQueries({ queryKey: key });
      const before = queryClient.getQueryData(key);
      queryClient.setQueryData(key, order);
      return { before };
    },
    onError: (_cause, _order, taken) => queryClient.setQueryData(key, taken?.before),
    onSettled: () => queryClient.invalidateQueries({ queryKey: key }),
  });
}
