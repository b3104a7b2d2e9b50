import { IconActivity, IconShieldCheck } from '@tabler/icons-react';
import type { Command } from '@/ui/command';

export const goActivity: Command = {
  id: 'go.activity',
  label: 'activity.title',
  icon: IconActivity,
  shortcut: 'g a',
  permission: 'events:read',
  run: ({ navigate }) => navigate({ to: '/activity', search: {} }),
};

export const goAudit: Command = {
  id: 'go.audit',
  label: 'audit.title',
  icon: IconShieldCheck,
  permission: 'audit:read',
  run: ({ navigate }) => navigate({ to: '/settings/audit', search: {} }),
};

export const activityCommands: Command[] = [goActivity, goAudit];
