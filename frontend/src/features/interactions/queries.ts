import { useMutation, useQueryClient } from '@tanstack/react-query';
import { api, call, ifMatch } from '@/api/client';
import { saveVersioned } from '@/api/conflict';
import { pagedQuery } from '@/api/paging';
import type { Interaction, InteractionCreate } from '@/api/types';

const PAGE = 30;

export interface TimelineSubject {
  kind: 'customers' | 'projects' | 'contacts';
  id: string;
}

export function timelineQuery({ kind, id }: TimelineSubject) {
  return pagedQuery(['timeline', kind, id], (cursor, signal) => {
    const query = { limit: PAGE, cursor };
    if (kind === 'customers') {
      const params = { path: { customer_id: id }, query };
      return call(api.GET('/api/v1/customers/{customer_id}/timeline', { params, signal }));
    }
    if (kind === 'projects') {
      const params = { path: { project_id: id }, query };
      return call(api.GET('/api/v1/projects/{project_id}/timeline', { params, signal }));
    }
    const params = { path: { contact_id: id }, query };
    return call(api.GET('/api/v1/contacts/{contact_id}/timeline', { params, signal }));
  });
}

export function threadQuery(threadId: string) {
  return pagedQuery(['interactions', 'thread', threadId], (cursor, signal) =>
    call(
      api.GET('/api/v1/interactions', {
        params: { query: { thread_id: threadId, limit: PAGE, cursor } },
        signal,
      }),
    ),
  );
}

export function recordInteraction(interaction: InteractionCreate) {
  return call(api.POST('/api/v1/interactions', { body: interaction }));
}

export function deleteInteraction(id: string) {
  return call(
    api.DELETE('/api/v1/interactions/{interaction_id}', {
      params: { path: { interaction_id: id } },
      keepalive: true,
    }),
  );
}

export interface MatchTarget {
  messageId?: string;
  interactionId?: string;
}

/** Puts a mail to the customer it belongs to: through its inbound message when it came in as one. */
export function useMatch(target: MatchTarget) {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: (match: { customer_id: string; project_ids: string[] }) => sendMatch(target, match),
    onSuccess: () =>
      Promise.all(
        ['interactions', 'survey-responses', 'timeline', 'inbound-messages', 'customers'].map(
          (key) => queryClient.invalidateQueries({ queryKey: [key] }),
        ),
      ),
  });
}

async function sendMatch(
  { messageId, interactionId }: MatchTarget,
  match: { customer_id: string; project_ids: string[] },
): Promise<void> {
  if (messageId !== undefined) {
    const params = { path: { message_id: messageId } };
    await call(api.POST('/api/v1/inbound-messages/{message_id}/match', { params, body: match }));
  } else if (interactionId !== undefined) {
    const row = await loadInteraction(interactionId);
    await saveVersioned({
      version: row.version,
      send: (version) => moveInteraction(interactionId, version, match),
      latestVersion: async () => (await loadInteraction(interactionId)).version,
    });
  }
}

function moveInteraction(
  id: string,
  version: number,
  match: { customer_id: string; project_ids: string[] },
): Promise<Interaction> {
  const params = { path: { interaction_id: id }, header: ifMatch(version) };
  return call(api.PATCH('/api/v1/interactions/{interaction_id}', { params, body: match }));
}

function loadInteraction(id: string) {
  return call(
    api.GET('/api/v1/interactions/{interaction_id}', { params: { path: { interaction_id: id } } }),
  );
}
