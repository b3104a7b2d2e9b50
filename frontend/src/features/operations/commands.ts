import { IconMailOpened, IconMailX, IconSend } from '@tabler/icons-react';
import type { Command } from '@/ui/command';

export const goFailed: Command = {
  id: 'go.failed',
  label: 'failed.title',
  icon: IconMailX,
  permission: 'dead-letters:read',
  run: ({ navigate }) => navigate({ to: '/settings/failed' }),
};

export const goDeliveries: Command = {
  id: 'go.deliveries',
  label: 'deliveries.title',
  icon: IconSend,
  permission: 'deliveries:read',
  run: ({ navigate }) => navigate({ to: '/settings/deliveries' }),
};

export const goMailbox: Command = {
  id: 'go.mailbox',
  label: 'mailbox.title',
  icon: IconMailOpened,
  permission: 'local-mailbox:read',
  run: ({ navigate }) => navigate({ to: '/settings/mailbox', search: {} }),
};
