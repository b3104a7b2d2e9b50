import { IconKey, IconLogout, IconSettings } from '@tabler/icons-react';
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

export const leave: Command = {
  id: 'session.leave',
  label: 'session.signOut',
  icon: IconLogout,
  run: () => void signOut(),
};

export const identityCommands: Command[] = [goSettings, goApiKeys, newApiKey, leave];
