import { useQueries, useQuery } from '@tanstack/react-query';
import { contactsQuery, customerQuery, presentMembersQuery, projectQuery } from '@/api/lookups';
import { t } from '@/locales/t';
import { assigneeValue } from './taskValues';

interface Group {
  group: string;
  items: { value: string; label: string }[];
}

/** Who a task of the project may be given to: the workspace's members, then each customer's people. */
export function useAssignees(projectId: string): Group[] {
  const members = useQuery(presentMembersQuery);
  const project = useQuery(projectQuery(projectId));
  const ids = project.data?.customer_ids ?? [];
  const customers = useQueries({ queries: ids.map((id) => customerQuery(id)) });
  const contacts = useQueries({ queries: ids.map((id) => contactsQuery(id)) });
  const team = (members.data ?? []).map((member) => ({
    value: assigneeValue('member', member.id),
    label: member.name,
  }));
  const ofCustomers = ids.map((_, place) => ({
    group: customers[place]?.data?.name ?? t('customers.customer'),
    items: (contacts[place]?.data ?? []).map((contact) => ({
      value: assigneeValue('contact', contact.id),
      label: contact.name,
    })),
  }));
  return [{ group: t('tasks.members'), items: team }, ...ofCustomers].filter(
    ({ items }) => items.length > 0,
  );
}
