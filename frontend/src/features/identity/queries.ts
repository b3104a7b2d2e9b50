import { useMutation, useQueryClient } from '@tanstack/react-query';
import { api, call } from '@/api/client';
import { meQuery } from '@/api/lookups';
import { pagedQuery } from '@/api/paging';
import { announceSessionChange, signedIn, signedOut } from '@/api/session';

export async function signIn(email: string, password: string): Promise<void> {
  const form = { grant_type: 'password' as const, username: email, password };
  signedIn(
    await call(
      api.POST('/api/v1/auth/token', {
        body: form,
        headers: { 'Content-Type': 'application/x-www-form-urlencoded' },
        bodySerializer: (fields) => new URLSearchParams(fields as Record<string, string>),
      }),
    ),
  );
}

export interface SignUp extends Record<string, unknown> {
  email: string;
  password: string;
  name: string;
  workspace_name: string;
}

export async function signUp(person: SignUp): Promise<void> {
  signedIn(
    await call(api.POST('/api/v1/auth/register', { body: { ...person, time_zone: ownZone() } })),
  );
}

/** A new workspace begins in the time zone of whoever makes it; one that the server does not know counts as none. */
function ownZone(): string {
  return Intl.DateTimeFormat().resolvedOptions().timeZone;
}

/** For somebody who has an account; signs in to the new workspace. */
export async function startWorkspace(body: {
  email: string;
  password: string;
  workspace_name: string;
}): Promise<void> {
  signedIn(
    await call(api.POST('/api/v1/auth/workspaces', { body: { ...body, time_zone: ownZone() } })),
  );
}

/** The same for somebody who is signed in: the page starts anew there. */
export async function startAnotherWorkspace(
  body: Parameters<typeof startWorkspace>[0],
): Promise<void> {
  await startWorkspace(body);
  announceSessionChange('switched');
  location.assign('/');
}

export async function signOut(): Promise<void> {
  // Even when the server cannot be reached this browser forgets the token.
  await call(api.POST('/api/v1/auth/logout')).catch(() => undefined);
  announceSessionChange('signed-out');
  signedOut();
}

/** A token of another workspace; everything on screen belongs to the old one, so the page starts anew. */
export async function switchWorkspace(workspaceId: string): Promise<void> {
  await call(api.POST('/api/v1/auth/switch', { body: { workspace_id: workspaceId } }));
  announceSessionChange('switched');
  location.assign('/');
}

export const workspacesQuery = {
  queryKey: ['me', 'workspaces'],
  queryFn: () => call(api.GET('/api/v1/me/workspaces')),
};

export const apiKeysQuery = pagedQuery(['api-keys'], (cursor, signal) =>
  call(api.GET('/api/v1/api-keys', { params: { query: { limit: 50, cursor } }, signal })),
);

export function useSaveMe() {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: (change: { name?: string; email_notifications?: boolean }) =>
      call(api.PATCH('/api/v1/me', { body: change })),
    onSettled: () => queryClient.invalidateQueries({ queryKey: meQuery.queryKey }),
  });
}

export function createApiKey(key: { name: string; scopes: string[]; expires_at?: string }) {
  return call(api.POST('/api/v1/api-keys', { body: key }));
}

export function revokeApiKey(id: string) {
  return call(
    api.DELETE('/api/v1/api-keys/{key_id}', { params: { path: { key_id: id } }, keepalive: true }),
  );
}
