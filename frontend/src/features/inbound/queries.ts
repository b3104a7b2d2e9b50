import { useMutation, useQueryClient } from '@tanstack/react-query';
import { api, call } from '@/api/client';
import { pagedQuery } from '@/api/paging';
import type { InboundMessage } from '@/api/types';

export type MessageStatus = InboundMessage['status'];

export const sourcesQuery = pagedQuery(['inbound-sources'], (cursor, signal) =>
  call(api.GET('/api/v1/inbound-sources', { params: { query: { limit: 50, cursor } }, signal })),
);

export function messagesQuery(status: MessageStatus) {
  return pagedQuery(['inbound-messages', { status }], (cursor, signal) =>
    call(
      api.GET('/api/v1/inbound-messages', {
        params: { query: { status, limit: 30, cursor } },
        signal,
      }),
    ),
  );
}

export function createRawSource(name: string, createContacts: boolean) {
  const settings = { create_contacts: createContacts };
  return call(
    api.POST('/api/v1/inbound-sources', {
      body: { kind: 'email', provider: 'raw', name, settings },
    }),
  );
}

export function deleteSource(id: string) {
  return call(
    api.DELETE('/api/v1/inbound-sources/{source_id}', {
      params: { path: { source_id: id } },
      keepalive: true,
    }),
  );
}

export function useReplay() {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: (id: string) =>
      call(
        api.POST('/api/v1/inbound-messages/{message_id}/replay', {
          params: { path: { message_id: id } },
        }),
      ),
    onSettled: () => queryClient.invalidateQueries({ queryKey: ['inbound-messages'] }),
  });
}

/** The stored bytes, saved as a file: the bearer token cannot travel in a plain link. */
export async function downloadRaw(id: string): Promise<void> {
  const bytes = await call(
    api.GET('/api/v1/inbound-messages/{message_id}/raw', {
      params: { path: { message_id: id } },
      parseAs: 'blob',
    }),
  );
  const address = URL.createObjectURL(bytes as Blob);
  const link = document.createElement('a');
  link.href = address;
  link.download = `${id}.eml`;
  link.click();
  URL.revokeObjectURL(address);
}
