import { monitorForElements } from '@atlaskit/pragmatic-drag-and-drop/element/adapter';
import { extractClosestEdge } from '@atlaskit/pragmatic-drag-and-drop-hitbox/closest-edge';
import { useQuery } from '@tanstack/react-query';
import { useEffect, useEffectEvent } from 'react';
import type { Task } from '@/api/types';
import { t } from '@/locales/t';
import { useMay } from '@/ui/command';
import { QueryState } from '@/ui/QueryState';
import { useHidden } from '@/ui/undo';
import classes from './Board.module.css';
import { BoardColumn } from './BoardColumn';
import { COLUMNS, columnOf, type Place } from './board';
import { tasksQuery } from './queries';
import { useMoveTask } from './useTasks';

interface BoardProps {
  projectId: string;
  onTask: (taskId: string) => void;
}

export function Board({ projectId, onTask }: BoardProps) {
  const tasks = useQuery(tasksQuery(projectId));
  const hidden = useHidden();
  const move = useMoveTask(projectId);
  const mayEdit = useMay('projects:write');
  const rows = (tasks.data ?? []).filter((task) => !hidden.has(task.id));
  useDrops(rows, move);
  return (
    <QueryState query={tasks} height={420}>
      {() => (
        <section className={classes.board} aria-label={t('projects.tab.board')}>
          {COLUMNS.map((status) => (
            <BoardColumn
              key={status}
              projectId={projectId}
              status={status}
              cards={columnOf(rows, status)}
              tasks={rows}
              mayEdit={mayEdit}
              onMove={move}
              onTask={onTask}
            />
          ))}
        </section>
      )}
    </QueryState>
  );
}

/** Turns a drop on a card or a column into the same move that the card's menu makes. */
function useDrops(tasks: Task[], move: (task: Task, place: Place) => void) {
  const drop = useEffectEvent((taskId: unknown, target: Record<string | symbol, unknown>) => {
    const task = tasks.find((candidate) => candidate.id === taskId);
    const status = COLUMNS.find((column) => column === target.status);
    if (task === undefined || status === undefined) return;
    move(task, { status, beforeId: beforeIdOf(columnOf(tasks, status), target, task.id) });
  });
  useEffect(
    () =>
      monitorForElements({
        onDrop: ({ source, location }) => {
          const target = location.current.dropTargets[0];
          if (target !== undefined) drop(source.data.taskId, target.data);
        },
      }),
    [],
  );
}

function beforeIdOf(
  column: Task[],
  target: Record<string | symbol, unknown>,
  movedId: string,
): string | null {
  const cards = column.filter((task) => task.id !== movedId);
  const at = cards.findIndex((task) => task.id === target.taskId);
  if (at < 0) return null;
  const isBelow = extractClosestEdge(target) === 'bottom';
  return cards[isBelow ? at + 1 : at]?.id ?? null;
}
