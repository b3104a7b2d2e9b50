import {
  IconBuilding,
  IconKey,
  IconLogout,
  IconSettings,
  IconUserPlus,
  IconUsers,
} from '@tabler/icons-react';
import type { Command } from '@/ui/command';
import { openDialog } from '@/ui/dialogs';
import { signOut } from './queries';

export const newApiKey: Command = {
  id: 'key.create',
  label: 'keys.new',
  icon: IconKey,
  permission: 'api-keys:write',
  run: () => openDialog('key.create', {}),
};

export const goSettings: Command = {
  id: 'go.settings',
  label: 'nav.settings',
  icon: IconSettings,
  shortcut: 'g s',
  run: ({ navigate }) => navigate({ to: '/settings' }),
};

export const goApiKeys: Command = {
  id: 'go.keys',
  label: 'keys.title',
  icon: IconKey,
  permission: 'api-keys:read',
  run: ({ navigate }) => navigate({ to: '/settings/api-keys' }),
};

export const inviteMember: Command = {
  id: 'member.invite',
  label: 'invite.title',
  icon: IconUserPlus,
  permission: 'members:write',
  run: () => openDialog('member.invite', {}),
};

export const goMembers: Command = {
  id: 'go.members',
  label: 'members.title',
  icon: IconUsers,
  permission: 'members:read',
  run: ({ navigate }) => navigate({ to: '/settings/members' }),
};

export const newWorkspace: Command = {
  id: 'workspace.create',
  label: 'start.title',
  icon: IconBuilding,
  run: () => openDialog('workspace.create', {}),
};

export const leave: Command = {
  id: 'session.leave',
  label: 'session.signOut',
  icon: IconLogout,
  run: () => void signOut(),
};

export const identityCommands: Command[] = [
  goSettings,
  goMembers,
  inviteMember,
  goApiKeys,
  newApiKey,
  newWorkspace,
  leave,
];
