import { dropTargetForElements } from '@atlaskit/pragmatic-drag-and-drop/element/adapter';
import { ActionIcon } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import { useEffect, useRef, useState } from 'react';
import type { Task, TaskStatus } from '@/api/types';
import { t } from '@/locales/t';
import { openDialog } from '@/ui/dialogs';
import classes from './Board.module.css';
import { BoardCard } from './BoardCard';
import type { Place } from './board';

interface BoardColumnProps {
  projectId: string;
  status: TaskStatus;
  cards: Task[];
  tasks: Task[];
  mayEdit: boolean;
  onMove: (task: Task, place: Place) => void;
  onTask: (taskId: string) => void;
}

export function BoardColumn({ projectId, status, cards, ...rest }: BoardColumnProps) {
  const column = useRef<HTMLDivElement>(null);
  const [isOver, setOver] = useState(false);
  useEffect(() => {
    if (column.current === null) return;
    return dropTargetForElements({
      element: column.current,
      getData: () => ({ status }),
      onDragEnter: () => setOver(true),
      onDragLeave: () => setOver(false),
      onDrop: () => setOver(false),
    });
  }, [status]);
  const name = t(`taskStatus.${status}`);
  return (
    <div ref={column} className={classes.column} data-over={isOver || undefined}>
      <div className={classes.columnHead}>
        <h2 className={classes.columnName}>{name}</h2>
        <span className={classes.count}>{cards.length}</span>
        {rest.mayEdit && (
          <ActionIcon
            variant="subtle"
            color="gray"
            aria-label={t('tasks.addTo', { column: name })}
            onClick={() => openDialog('task.create', { projectId, status })}
          >
            <IconPlus size={16} aria-hidden />
          </ActionIcon>
        )}
      </div>
      <ul className={classes.cards} aria-label={name}>
        {cards.map((task) => (
          <BoardCard key={task.id} task={task} {...rest} />
        ))}
      </ul>
      {cards.length === 0 && <p className={classes.empty}>{t('tasks.noneHere')}</p>}
    </div>
  );
}
