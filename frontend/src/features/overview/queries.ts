import { queryOptions } from '@tanstack/react-query';
import { api, call } from '@/api/client';
import { todayIso } from '@/locales/format';

const OPEN = ['todo', 'doing', 'blocked'] as const;

/** My open tasks that are due today or were due before, the oldest day first. */
export function dueTasksQuery(userId: string) {
  return queryOptions({
    queryKey: ['my-tasks', userId, todayIso()],
    queryFn: async () => {
      const query = { assignee_id: userId, due_before: todayIso(), sort: 'due_on', limit: 20 };
      const page = await call(api.GET('/api/v1/tasks', { params: { query } }));
      return page.items.filter((task) => OPEN.some((status) => status === task.status));
    },
  });
}

export const unmatchedQuery = queryOptions({
  queryKey: ['inbound-messages', 'today'],
  queryFn: async () => {
    const query = { status: 'unmatched' as const, limit: 6 };
    const page = await call(api.GET('/api/v1/inbound-messages', { params: { query } }));
    return page.items;
  },
});

export const unreadQuery = queryOptions({
  queryKey: ['notifications', 'today'],
  queryFn: async () => {
    const query = { unread: true, limit: 6 };
    return (await call(api.GET('/api/v1/notifications', { params: { query } }))).items;
  },
});

export const activityQuery = queryOptions({
  queryKey: ['events', 'recent'],
  queryFn: async () =>
    (await call(api.GET('/api/v1/events', { params: { query: { limit: 25 } } }))).items,
});
