import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query';
import { api, call } from '@/api/client';
import { meQuery } from '@/api/lookups';
import { announceSessionChange, refreshSession, signedIn } from '@/api/session';
import type { MailKind, WorkspaceUpdate } from '@/api/types';

export const sessionsQuery = queryOptions({
  queryKey: ['me', 'sessions'],
  queryFn: ({ signal }) => call(api.GET('/api/v1/me/sessions', { signal })),
});

/** Ending sessions ends every access token; this browser goes on with a new one. */
async function andGoOn<T>(request: Promise<T>): Promise<T> {
  const answer = await request;
  await refreshSession();
  return answer;
}

export function endSession(id: string) {
  const path = { session_id: id };
  return andGoOn(call(api.DELETE('/api/v1/me/sessions/{session_id}', { params: { path } })));
}

export function endOtherSessions() {
  return andGoOn(call(api.POST('/api/v1/me/sessions/end-others')));
}

export function changePassword(body: { current_password: string; password: string }) {
  return andGoOn(call(api.POST('/api/v1/me/password', { body })));
}

export const switchesQuery = queryOptions({
  queryKey: ['me', 'switches'],
  queryFn: ({ signal }) => call(api.GET('/api/v1/me/notification-switches', { signal })),
});

export interface SwitchChange {
  email_notifications?: boolean;
  email?: Partial<Record<MailKind, boolean>>;
}

export function useSaveSwitches() {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: (change: SwitchChange) =>
      call(api.PATCH('/api/v1/me/notification-switches', { body: change })),
    onSuccess: (answer) => queryClient.setQueryData(switchesQuery.queryKey, answer),
    onSettled: () => queryClient.invalidateQueries({ queryKey: meQuery.queryKey }),
  });
}

export const workspaceQuery = queryOptions({
  queryKey: ['workspace'],
  queryFn: ({ signal }) => call(api.GET('/api/v1/workspace', { signal })),
});

export function useSaveWorkspace() {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: (change: WorkspaceUpdate) => call(api.PATCH('/api/v1/workspace', { body: change })),
    onSettled: () => {
      for (const key of ['workspace', 'me']) {
        void queryClient.invalidateQueries({ queryKey: [key] });
      }
    },
  });
}

export function offerQuery(token: string) {
  return queryOptions({
    queryKey: ['invitation', token],
    queryFn: () => call(api.POST('/api/v1/invitations/lookup', { body: { token } })),
    retry: false,
    staleTime: Number.POSITIVE_INFINITY,
  });
}

export async function acceptInvitation(body: {
  token: string;
  name?: string;
  password?: string;
}): Promise<void> {
  signedIn(await call(api.POST('/api/v1/invitations/accept', { body })));
  announceSessionChange('switched');
}

export function requestPasswordReset(email: string) {
  return call(api.POST('/api/v1/auth/password-reset', { body: { email } }));
}

export function confirmPasswordReset(body: { token: string; password: string }) {
  return call(api.POST('/api/v1/auth/password-reset/confirm', { body }));
}
