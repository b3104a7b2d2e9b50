import { useQuery } from '@tanstack/react-query';
import { membersQuery } from '@/api/lookups';
import type { Task } from '@/api/types';
import { Avatar } from '@/ui/Avatar';
import { DueDay } from '@/ui/Time';
import classes from './Phases.module.css';
import { TaskStatusChip } from './TaskStatusChip';

export function TaskLine({ task, onOpen }: { task: Task; onOpen: () => void }) {
  const members = useQuery(membersQuery);
  const assignee = members.data?.find((member) => member.id === task.assignee_id);
  return (
    <li className={classes.task}>
      <button type="button" className={classes.open} onClick={onOpen}>
        {task.title}
      </button>
      <span className={classes.end}>
        {task.due_on && <DueDay on={task.due_on} />}
        <TaskStatusChip status={task.status} />
        {assignee !== undefined && <Avatar name={assignee.name} size={24} />}
      </span>
    </li>
  );
}
