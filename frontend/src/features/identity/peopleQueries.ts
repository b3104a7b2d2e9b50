import { useMutation, useQueryClient } from '@tanstack/react-query';
import { api, call, ifMatch } from '@/api/client';
import { pagedQuery } from '@/api/paging';
import type { Member, Role } from '@/api/types';

export const presentQuery = pagedQuery(['members', 'present'], (cursor, signal) =>
  call(api.GET('/api/v1/members', { params: { query: { limit: 50, cursor } }, signal })),
);

export const invitationsQuery = pagedQuery(['invitations'], (cursor, signal) =>
  call(
    api.GET('/api/v1/members/invitations', { params: { query: { limit: 50, cursor } }, signal }),
  ),
);

export function invite(email: string, role: Role) {
  return call(api.POST('/api/v1/members/invitations', { body: { email, role } }));
}

export function resendInvitation(id: string) {
  const path = { invitation_id: id };
  return call(api.POST('/api/v1/members/invitations/{invitation_id}/resend', { params: { path } }));
}

export function revokeInvitation(id: string) {
  const path = { invitation_id: id };
  return call(
    api.DELETE('/api/v1/members/invitations/{invitation_id}', {
      params: { path },
      keepalive: true,
    }),
  );
}

export function useChangeRole() {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: ({ member, role }: { member: Member; role: Role }) =>
      call(
        api.PATCH('/api/v1/members/{user_id}', {
          params: { path: { user_id: member.id }, header: ifMatch(member.version) },
          body: { role },
        }),
      ),
    onSettled: () => {
      void queryClient.invalidateQueries({ queryKey: ['members'] });
      void queryClient.invalidateQueries({ queryKey: ['me'] });
    },
  });
}

export function removeFromWorkspace(userId: string) {
  return call(
    api.DELETE('/api/v1/members/{user_id}', {
      params: { path: { user_id: userId } },
      keepalive: true,
    }),
  );
}

export function leaveWorkspace(workspaceId: string) {
  return call(api.POST('/api/v1/me/leave', { body: { workspace_id: workspaceId } }));
}
