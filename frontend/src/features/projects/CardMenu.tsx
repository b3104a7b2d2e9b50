import { ActionIcon, Menu } from '@mantine/core';
import {
  IconArrowDown,
  IconArrowRight,
  IconArrowUp,
  IconDots,
  IconPencil,
  IconTrash,
} from '@tabler/icons-react';
import type { Task } from '@/api/types';
import { t } from '@/locales/t';
import { COLUMNS, type Place, stepPlace } from './board';
import { useRemoveTask } from './useTasks';

interface CardMenuProps {
  task: Task;
  tasks: Task[];
  onMove: (task: Task, place: Place) => void;
  onTask: (taskId: string) => void;
}

/** Everything that dragging can do, for keyboard and for a steady hand's absence. */
export function CardMenu({ task, tasks, onMove, onTask }: CardMenuProps) {
  const remove = useRemoveTask(task.project_id);
  const up = stepPlace(tasks, task, -1);
  const down = stepPlace(tasks, task, 1);
  const step = (place: Place | null) => () => place !== null && onMove(task, place);
  return (
    <Menu position="bottom-end">
      <Menu.Target>
        <ActionIcon
          variant="subtle"
          color="gray"
          size={26}
          aria-label={t('tasks.menu', { title: task.title })}
        >
          <IconDots size={16} aria-hidden />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        {COLUMNS.filter((status) => status !== task.status).map((status) => (
          <Menu.Item
            key={status}
            leftSection={<IconArrowRight size={15} aria-hidden />}
            onClick={() => onMove(task, { status, beforeId: null })}
          >
            {t('tasks.moveTo', { column: t(`taskStatus.${status}`) })}
          </Menu.Item>
        ))}
        <Menu.Divider />
        <Menu.Item
          leftSection={<IconArrowUp size={15} aria-hidden />}
          disabled={up === null}
          onClick={step(up)}
        >
          {t('action.moveUp')}
        </Menu.Item>
        <Menu.Item
          leftSection={<IconArrowDown size={15} aria-hidden />}
          disabled={down === null}
          onClick={step(down)}
        >
          {t('action.moveDown')}
        </Menu.Item>
        <Menu.Divider />
        <Menu.Item
          leftSection={<IconPencil size={15} aria-hidden />}
          onClick={() => onTask(task.id)}
        >
          {t('action.edit')}
        </Menu.Item>
        <Menu.Item leftSection={<IconTrash size={15} aria-hidden />} onClick={() => remove(task)}>
          {t('action.delete')}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
