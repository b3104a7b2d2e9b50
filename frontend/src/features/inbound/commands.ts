import { IconInbox, IconMailPlus } from '@tabler/icons-react';
import type { Command } from '@/ui/command';
import { openDialog } from '@/ui/dialogs';

export const newSource: Command = {
  id: 'source.create',
  label: 'sources.new',
  icon: IconMailPlus,
  permission: 'inbound-sources:write',
  run: () => openDialog('source.create', {}),
};

export const goInbound: Command = {
  id: 'go.inbound',
  label: 'nav.inbound',
  icon: IconInbox,
  shortcut: 'g i',
  permission: 'inbound-messages:read',
  run: ({ navigate }) => navigate({ to: '/inbound', search: {} }),
};

export const inboundCommands: Command[] = [goInbound, newSource];
