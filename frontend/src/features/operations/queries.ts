import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query';
import { api, call } from '@/api/client';
import { pagedQuery } from '@/api/paging';
import { ProblemError } from '@/api/problem';

export const deadLettersQuery = pagedQuery(['dead-letters'], (cursor, signal) =>
  call(api.GET('/api/v1/dead-letters', { params: { query: { limit: 30, cursor } }, signal })),
);

export const deliveriesQuery = pagedQuery(['deliveries'], (cursor, signal) =>
  call(api.GET('/api/v1/deliveries', { params: { query: { limit: 50, cursor } }, signal })),
);

export function useReplayDeadLetter() {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: (id: string) =>
      call(
        api.POST('/api/v1/dead-letters/{dead_letter_id}/replay', {
          params: { path: { dead_letter_id: id } },
        }),
      ),
    onSettled: () => queryClient.invalidateQueries({ queryKey: ['dead-letters'] }),
  });
}

/** Mails that the local stack received; another installation answers 404, and there is no page then. */
export const mailboxQuery = queryOptions({
  queryKey: ['local-mailbox'],
  queryFn: () => call(api.GET('/api/v1/local-mailbox', { params: { query: { limit: 50 } } })),
  refetchInterval: 5_000,
});

export const hasMailboxQuery = queryOptions({
  queryKey: ['local-mailbox', 'exists'],
  queryFn: async () => {
    try {
      await call(api.GET('/api/v1/local-mailbox', { params: { query: { limit: 1 } } }));
      return true;
    } catch (cause) {
      if (cause instanceof ProblemError && [403, 404].includes(cause.status)) return false;
      throw cause;
    }
  },
  staleTime: Number.POSITIVE_INFINITY,
});

export function mailQuery(key: string) {
  return queryOptions({
    queryKey: ['local-mailbox', 'one', key],
    queryFn: () => call(api.GET('/api/v1/local-mailbox/{key}', { params: { path: { key } } })),
  });
}
