import { queryOptions } from '@tanstack/react-query';
import { setWorkspaceZone } from '@/locales/format';
import { t } from '@/locales/t';
import { api, call } from './client';
import { allPages } from './paging';
import type { Member } from './types';

interface Choice {
  value: string;
  label: string;
}

const FEW = 20;

export const meQuery = queryOptions({
  queryKey: ['me'],
  queryFn: async ({ signal }) => {
    const me = await call(api.GET('/api/v1/me', { signal }));
    setWorkspaceZone(me.workspace.time_zone);
    return me;
  },
  staleTime: 60_000,
});

/** Everybody who is or was in the workspace: who left keeps their name on what they did. */
export const membersQuery = queryOptions({
  queryKey: ['members', 'all'],
  queryFn: () =>
    allPages((cursor) =>
      call(
        api.GET('/api/v1/members', { params: { query: { limit: 200, status: 'all', cursor } } }),
      ),
    ),
  staleTime: 300_000,
});

/** The people of the workspace now: those whom something can be given to. */
export const presentMembersQuery = queryOptions({
  ...membersQuery,
  select: (members) => members.filter((member) => member.left_at === null),
});

/** Whom a field can name: who is here now, and whoever it names already, though that person left. */
export function memberChoices(
  members: readonly Pick<Member, 'id' | 'name' | 'left_at'>[] | undefined,
  chosen: string | null,
): Choice[] {
  return (members ?? [])
    .filter(({ id, left_at }) => left_at === null || id === chosen)
    .map(({ id, name, left_at }) => ({
      value: id,
      label: left_at === null ? name : t('member.left', { name }),
    }));
}

export const customerSource = {
  key: 'customers',
  load: async (text: string): Promise<Choice[]> => {
    const query = { limit: FEW, sort: 'name', q: text === '' ? undefined : text };
    const page = await call(api.GET('/api/v1/customers', { params: { query } }));
    return page.items.map(asChoice);
  },
};

export const projectSource = {
  key: 'projects',
  load: async (text: string): Promise<Choice[]> => {
    const query = { limit: FEW, sort: 'name', q: text === '' ? undefined : text };
    const page = await call(api.GET('/api/v1/projects', { params: { query } }));
    return page.items.map(asChoice);
  },
};

export function customerQuery(id: string) {
  return queryOptions({
    queryKey: ['customers', 'one', id],
    queryFn: ({ signal }) =>
      call(
        api.GET('/api/v1/customers/{customer_id}', {
          params: { path: { customer_id: id } },
          signal,
        }),
      ),
  });
}

export function projectQuery(id: string) {
  return queryOptions({
    queryKey: ['projects', 'one', id],
    queryFn: ({ signal }) =>
      call(
        api.GET('/api/v1/projects/{project_id}', { params: { path: { project_id: id } }, signal }),
      ),
  });
}

export function interactionQuery(id: string) {
  return queryOptions({
    queryKey: ['interactions', 'one', id],
    queryFn: ({ signal }) =>
      call(
        api.GET('/api/v1/interactions/{interaction_id}', {
          params: { path: { interaction_id: id } },
          signal,
        }),
      ),
  });
}

export function contactQuery(id: string) {
  return queryOptions({
    queryKey: ['contacts', 'one', id],
    queryFn: ({ signal }) =>
      call(
        api.GET('/api/v1/contacts/{contact_id}', { params: { path: { contact_id: id } }, signal }),
      ),
  });
}

export function contactsQuery(customerId: string) {
  return queryOptions({
    queryKey: ['contacts', 'of', customerId],
    queryFn: () =>
      allPages((cursor) =>
        call(
          api.GET('/api/v1/contacts', {
            params: { query: { customer_id: customerId, limit: 200, cursor } },
          }),
        ),
      ),
  });
}

function asChoice(row: { id: string; name: string }): Choice {
  return { value: row.id, label: row.name };
}
