import { queryOptions } from '@tanstack/react-query';
import { api, call } from '@/api/client';
import type { TaskStatus } from '@/api/types';
import { workspaceToday } from '@/locales/format';

const OPEN: TaskStatus[] = ['todo', 'doing', 'blocked'];

/** My open tasks that are due today or were due before, the oldest day first. */
export function dueTasksQuery(userId: string) {
  return queryOptions({
    queryKey: ['my-tasks', userId, workspaceToday()],
    queryFn: async () => {
      const due_before = workspaceToday();
      const query = { assignee_id: userId, status: OPEN, due_before, sort: 'due_on', limit: 20 };
      return (await call(api.GET('/api/v1/tasks', { params: { query } }))).items;
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

/** What was said last, across all customers that this person may see. */
export const recentQuery = queryOptions({
  queryKey: ['interactions', 'recent'],
  queryFn: async () => {
    const query = { sort: '-occurred_at', limit: 10 };
    return (await call(api.GET('/api/v1/interactions', { params: { query } }))).items;
  },
});
