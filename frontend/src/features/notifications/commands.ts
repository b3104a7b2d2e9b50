import { IconBell } from '@tabler/icons-react';
import type { Command } from '@/ui/command';

export const goNotifications: Command = {
  id: 'go.notifications',
  label: 'nav.notifications',
  icon: IconBell,
  shortcut: 'g n',
  run: ({ navigate }) => navigate({ to: '/notifications' }),
};
