import type { Task } from '@/api/types';
import { DueDay } from '@/ui/Time';
import { AssigneeFace } from './AssigneeFace';
import classes from './Phases.module.css';
import { TaskStatusChip } from './TaskStatusChip';

export function TaskLine({ task, onOpen }: { task: Task; onOpen: () => void }) {
  return (
    <li className={classes.task}>
      <button type="button" className={classes.open} onClick={onOpen}>
        {task.title}
      </button>
      <span className={classes.end}>
        {task.due_on && <DueDay on={task.due_on} />}
        <TaskStatusChip status={task.status} />
        <AssigneeFace task={task} size={24} />
      </span>
    </li>
  );
}
