import { useQuery } from '@tanstack/react-query';
import { contactQuery, membersQuery } from '@/api/lookups';
import type { Task } from '@/api/types';
import { Avatar } from '@/ui/Avatar';

interface AssigneeFaceProps {
  task: Pick<Task, 'assignee_id' | 'assignee_contact_id'>;
  size: number;
}

/** Who does the task, member or contact; nothing while nobody does. */
export function AssigneeFace({ task, size }: AssigneeFaceProps) {
  const contactId = task.assignee_contact_id ?? '';
  const members = useQuery(membersQuery);
  const contact = useQuery({ ...contactQuery(contactId), enabled: contactId !== '' });
  const member = members.data?.find((row) => row.id === task.assignee_id);
  const name = member?.name ?? contact.data?.name;
  return name === undefined ? null : <Avatar name={name} size={size} />;
}
