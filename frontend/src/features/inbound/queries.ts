import { queryOptions, skipToken, useMutation, useQueryClient } from '@tanstack/react-query';
import { api, call, ifMatch } from '@/api/client';
import { saveVersioned } from '@/api/conflict';
import { pagedQuery } from '@/api/paging';
import type {
  InboundMessage,
  InboundProvider,
  InboundSource,
  InboundSourceCreate,
  InboundSourceUpdate,
} from '@/api/types';
import { scorable } from './mapping';

/** Enough of the latest answers to know the questions of the forms that are in use. */
const ANSWERS = 50;

export type MessageStatus = InboundMessage['status'];

export interface MessageFilter {
  status?: MessageStatus;
  kind?: InboundMessage['kind'];
  source_id?: string;
}

export const sourcesQuery = pagedQuery(['inbound-sources'], (cursor, signal) =>
  call(api.GET('/api/v1/inbound-sources', { params: { query: { limit: 50, cursor } }, signal })),
);

/** As long as somebody looks: what was refused makes no event, so events alone would show a source as well. */
export const watchedSourcesQuery = { ...sourcesQuery, refetchInterval: 15_000 };

export const providersQuery = queryOptions({
  queryKey: ['inbound-sources', 'providers'],
  queryFn: async (): Promise<InboundProvider[]> =>
    (await call(api.GET('/api/v1/inbound-sources/providers'))).items,
  staleTime: Number.POSITIVE_INFINITY,
});

export function sourceQuery(id: string) {
  return queryOptions({
    queryKey: ['inbound-sources', 'one', id],
    queryFn: () => loadSource(id),
  });
}

/** What the latest answers of a source named that can carry a score. */
export function scorableQuery(source_id: string | undefined) {
  return queryOptions({
    queryKey: ['survey-responses', 'scorable', source_id],
    queryFn:
      source_id === undefined
        ? skipToken
        : async ({ signal }) => {
            const query = { source_id, limit: ANSWERS };
            const page = await call(
              api.GET('/api/v1/survey-responses', { params: { query }, signal }),
            );
            return scorable(page.items);
          },
  });
}

export function messagesQuery(filter: MessageFilter) {
  return pagedQuery(['inbound-messages', filter], (cursor, signal) =>
    call(
      api.GET('/api/v1/inbound-messages', {
        params: { query: { ...filter, limit: 30, cursor } },
        signal,
      }),
    ),
  );
}

export function createSource(source: InboundSourceCreate) {
  return call(api.POST('/api/v1/inbound-sources', { body: source }));
}

export function saveSource(source: InboundSource, change: InboundSourceUpdate) {
  return saveVersioned({
    version: source.version,
    send: (version) => {
      const params = { path: { source_id: source.id }, header: ifMatch(version) };
      return call(api.PATCH('/api/v1/inbound-sources/{source_id}', { params, body: change }));
    },
    latestVersion: async () => (await loadSource(source.id)).version,
  });
}

export function deleteSource(id: string) {
  return call(
    api.DELETE('/api/v1/inbound-sources/{source_id}', {
      params: { path: { source_id: id } },
      keepalive: true,
    }),
  );
}

export function replay(id: string) {
  const params = { path: { message_id: id } };
  return call(api.POST('/api/v1/inbound-messages/{message_id}/replay', { params }));
}

export function useReplay() {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: replay,
    onSettled: () => queryClient.invalidateQueries({ queryKey: ['inbound-messages'] }),
  });
}

/** Reads everything in a state once more; how many that are. */
export async function replayAll(status: 'failed' | 'unmatched', source_id?: string) {
  const body = { status, source_id };
  return (await call(api.POST('/api/v1/inbound-messages/replay', { body }))).count;
}

/** The stored bytes, saved as a file: the bearer token cannot travel in a plain link. */
export async function downloadRaw(id: string, kind: InboundMessage['kind']): Promise<void> {
  const bytes = await call(
    api.GET('/api/v1/inbound-messages/{message_id}/raw', {
      params: { path: { message_id: id } },
      parseAs: 'blob',
    }),
  );
  const address = URL.createObjectURL(bytes as Blob);
  const link = document.createElement('a');
  link.href = address;
  link.download = `${id}.${kind === 'mail' ? 'eml' : 'txt'}`;
  link.click();
  URL.revokeObjectURL(address);
}

function loadSource(id: string) {
  return call(
    api.GET('/api/v1/inbound-sources/{source_id}', { params: { path: { source_id: id } } }),
  );
}
