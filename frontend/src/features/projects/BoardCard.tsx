import { combine } from '@atlaskit/pragmatic-drag-and-drop/combine';
import {
  draggable,
  dropTargetForElements,
} from '@atlaskit/pragmatic-drag-and-drop/element/adapter';
import {
  attachClosestEdge,
  type Edge,
  extractClosestEdge,
} from '@atlaskit/pragmatic-drag-and-drop-hitbox/closest-edge';
import { useQuery } from '@tanstack/react-query';
import { type RefObject, useEffect, useRef, useState } from 'react';
import type { Task } from '@/api/types';
import { DueDay } from '@/ui/Time';
import { AssigneeFace } from './AssigneeFace';
import classes from './Board.module.css';
import type { Place } from './board';
import { CardMenu } from './CardMenu';
import { phasesQuery } from './queries';

interface BoardCardProps {
  task: Task;
  tasks: Task[];
  mayEdit: boolean;
  onMove: (task: Task, place: Place) => void;
  onTask: (taskId: string) => void;
}

export function BoardCard({ task, tasks, mayEdit, onMove, onTask }: BoardCardProps) {
  const card = useRef<HTMLLIElement>(null);
  const { isDragged, edge } = useDragging(card, task, mayEdit);
  const isAssigned = Boolean(task.assignee_id || task.assignee_contact_id);
  const phases = useQuery(phasesQuery(task.project_id));
  const phase = phases.data?.find((row) => row.id === task.phase_id);
  return (
    <li
      ref={card}
      className={classes.card}
      data-dragged={isDragged || undefined}
      data-edge={edge ?? undefined}
      data-movable={mayEdit || undefined}
    >
      <div className={classes.cardHead}>
        <span className={classes.phase}>{phase?.name}</span>
        {mayEdit && <CardMenu task={task} tasks={tasks} onMove={onMove} onTask={onTask} />}
      </div>
      <button type="button" className={classes.title} onClick={() => onTask(task.id)}>
        {task.title}
      </button>
      {(task.due_on || isAssigned) && (
        <div className={classes.cardFoot}>
          {task.due_on && <DueDay on={task.due_on} isDone={task.status === 'done'} />}
          <AssigneeFace task={task} size={22} />
        </div>
      )}
    </li>
  );
}

function useDragging(card: RefObject<HTMLLIElement | null>, task: Task, mayEdit: boolean) {
  const [isDragged, setDragged] = useState(false);
  const [edge, setEdge] = useState<Edge | null>(null);
  const { id, status } = task;
  useEffect(() => {
    const element = card.current;
    if (element === null || !mayEdit) return;
    return combine(
      draggable({
        element,
        getInitialData: () => ({ taskId: id }),
        onDragStart: () => setDragged(true),
        onDrop: () => setDragged(false),
      }),
      dropTargetForElements({
        element,
        canDrop: ({ source }) => source.data.taskId !== id,
        getData: ({ input }) =>
          attachClosestEdge(
            { taskId: id, status },
            { element, input, allowedEdges: ['top', 'bottom'] },
          ),
        onDrag: ({ self }) => setEdge(extractClosestEdge(self.data)),
        onDragLeave: () => setEdge(null),
        onDrop: () => setEdge(null),
      }),
    );
  }, [card, id, status, mayEdit]);
  return { isDragged, edge };
}
