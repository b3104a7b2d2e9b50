import { Button } from '@mantine/core';
import { useInfiniteQuery, useMutation, useQueryClient } from '@tanstack/react-query';
import { rowsOf } from '@/api/paging';
import type { Invitation } from '@/api/types';
import { dayOf } from '@/locales/format';
import { t } from '@/locales/t';
import { CommandButton } from '@/ui/CommandButton';
import { useMay } from '@/ui/command';
import { Empty } from '@/ui/Empty';
import { MoreRows } from '@/ui/MoreRows';
import { notify } from '@/ui/notices';
import { Panel } from '@/ui/Panel';
import { problemText } from '@/ui/problemText';
import { QueryState } from '@/ui/QueryState';
import { Row, RowList } from '@/ui/RowList';
import { deleteWithUndo, useHidden } from '@/ui/undo';
import { inviteMember } from './commands';
import { invitationsQuery, resendInvitation, revokeInvitation } from './peopleQueries';

export function InvitationsPanel() {
  const invitations = useInfiniteQuery(invitationsQuery);
  const hidden = useHidden();
  const rows = rowsOf(invitations.data?.pages).filter((row) => !hidden.has(row.id));
  return (
    <Panel title={t('invite.panel')} isFlush>
      <QueryState
        query={invitations}
        height={80}
        isEmpty={() => rows.length === 0}
        empty={
          <div style={{ padding: '0 18px 12px' }}>
            <Empty
              title={t('invite.none')}
              hint={t('invite.noneHint')}
              action={<CommandButton command={inviteMember} variant="default" />}
            />
          </div>
        }
      >
        {() => (
          <RowList label={t('invite.panel')}>
            {rows.map((invitation) => (
              <InvitationRow key={invitation.id} invitation={invitation} />
            ))}
          </RowList>
        )}
      </QueryState>
      <MoreRows {...invitations} />
    </Panel>
  );
}

function InvitationRow({ invitation }: { invitation: Invitation }) {
  const mayWrite = useMay('members:write');
  const { email, expires_at: expiresAt, role } = invitation;
  const isOver = Date.parse(expiresAt) < Date.now();
  const until = t(isOver ? 'invite.expired' : 'invite.until', { day: dayOf(expiresAt) });
  return (
    <Row
      title={email}
      below={`${t(`role.${role}`)} · ${until}`}
      end={mayWrite && <InvitationButtons invitation={invitation} />}
    />
  );
}

function InvitationButtons({ invitation }: { invitation: Invitation }) {
  const queryClient = useQueryClient();
  const { id, email } = invitation;
  const refresh = () => void queryClient.invalidateQueries({ queryKey: ['invitations'] });
  const resend = useMutation({
    mutationFn: () => resendInvitation(id),
    onSuccess: () => notify(t('invite.resent', { email })),
    onError: (cause) => notify(problemText(cause), { isProblem: true }),
    onSettled: refresh,
  });
  const revoke = () =>
    deleteWithUndo({
      id,
      message: t('invite.revoked', { email }),
      send: () => revokeInvitation(id),
      onSent: refresh,
    });
  return (
    <>
      <Button
        variant="default"
        size="xs"
        loading={resend.isPending}
        aria-label={t('invite.resendTo', { email })}
        onClick={() => resend.mutate()}
      >
        {t('invite.resend')}
      </Button>
      <Button
        variant="default"
        size="xs"
        aria-label={t('invite.revokeTo', { email })}
        onClick={revoke}
      >
        {t('invite.revoke')}
      </Button>
    </>
  );
}
