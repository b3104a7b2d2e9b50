import { ActionIcon, Select } from '@mantine/core';
import { IconUserMinus } from '@tabler/icons-react';
import { useInfiniteQuery, useQuery, useQueryClient } from '@tanstack/react-query';
import { meQuery } from '@/api/lookups';
import { rowsOf } from '@/api/paging';
import type { Me, Member, Role } from '@/api/types';
import { t } from '@/locales/t';
import { Avatar } from '@/ui/Avatar';
import { CommandButton } from '@/ui/CommandButton';
import { useMay } from '@/ui/command';
import { MoreRows } from '@/ui/MoreRows';
import { notify } from '@/ui/notices';
import { Panel } from '@/ui/Panel';
import { problemText } from '@/ui/problemText';
import { QueryState } from '@/ui/QueryState';
import { Row, RowList } from '@/ui/RowList';
import { deleteWithUndo, useHidden } from '@/ui/undo';
import { inviteMember } from './commands';
import { InvitationsPanel } from './InvitationsPanel';
import { presentQuery, removeFromWorkspace, useChangeRole } from './peopleQueries';
import { rolesUpTo } from './roles';

export function MembersPage() {
  const members = useInfiniteQuery(presentQuery);
  const me = useQuery(meQuery);
  const hidden = useHidden();
  const rows = rowsOf(members.data?.pages).filter((member) => !hidden.has(member.id));
  return (
    <>
      <Panel
        title={t('members.panel')}
        subtitle={t('members.panelHint')}
        actions={<CommandButton command={inviteMember} />}
        isFlush
      >
        <QueryState query={members} height={200}>
          {() => (
            <RowList label={t('members.panel')}>
              {rows.map((member) => (
                <MemberRow key={member.id} member={member} me={me.data} />
              ))}
            </RowList>
          )}
        </QueryState>
        <MoreRows {...members} />
      </Panel>
      <InvitationsPanel />
    </>
  );
}

function MemberRow({ member, me }: { member: Member; me: Me | undefined }) {
  const mayWrite = useMay('members:write');
  const isMe = member.id === me?.user.id;
  const mayChange = mayWrite && rolesUpTo(me?.role).includes(member.role);
  return (
    <Row
      start={<Avatar name={member.name} size={32} />}
      title={isMe ? t('members.you', { name: member.name }) : member.name}
      below={mayChange ? member.email : `${member.email} · ${t(`role.${member.role}`)}`}
      end={
        mayChange && (
          <>
            <RoleSelect member={member} roles={rolesUpTo(me?.role)} />
            {!isMe && <RemoveButton member={member} />}
          </>
        )
      }
    />
  );
}

function RoleSelect({ member, roles }: { member: Member; roles: Role[] }) {
  const change = useChangeRole();
  const shown = change.isPending ? change.variables.role : member.role;
  return (
    <Select
      aria-label={t('members.roleOf', { name: member.name })}
      size="xs"
      w={118}
      allowDeselect={false}
      value={shown}
      data={roles.map((value) => ({ value, label: t(`role.${value}`) }))}
      onChange={(role) => {
        if (role === null || role === member.role) return;
        change.mutate(
          { member, role: role as Role },
          { onError: (cause) => notify(problemText(cause), { isProblem: true }) },
        );
      }}
    />
  );
}

function RemoveButton({ member }: { member: Member }) {
  const queryClient = useQueryClient();
  const { id, name } = member;
  const remove = () =>
    deleteWithUndo({
      id,
      message: t('members.removed', { name }),
      send: () => removeFromWorkspace(id),
      onSent: () => void queryClient.invalidateQueries({ queryKey: ['members'] }),
    });
  return (
    <ActionIcon
      variant="subtle"
      color="gray"
      aria-label={t('members.removeNamed', { name })}
      onClick={remove}
    >
      <IconUserMinus size={16} aria-hidden />
    </ActionIcon>
  );
}
