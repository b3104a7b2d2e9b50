import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query';
import { api, call } from '@/api/client';
import { pagedQuery } from '@/api/paging';

export function notificationsQuery(unread: boolean) {
  return pagedQuery(['notifications', 'list', { unread }], (cursor, signal) => {
    const query = { limit: 30, cursor, unread: unread || undefined };
    return call(api.GET('/api/v1/notifications', { params: { query }, signal }));
  });
}

export const unreadCountQuery = queryOptions({
  queryKey: ['notifications', 'unread-count'],
  queryFn: () => call(api.GET('/api/v1/notifications/unread-count')),
});

export function useMarkRead() {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: async (id: string | 'all') => {
      if (id === 'all') await call(api.POST('/api/v1/notifications/read-all'));
      else
        await call(
          api.POST('/api/v1/notifications/{notification_id}/read', {
            params: { path: { notification_id: id } },
          }),
        );
    },
    onSettled: () => queryClient.invalidateQueries({ queryKey: ['notifications'] }),
  });
}
