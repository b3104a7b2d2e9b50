import { IconHome, IconKeyboard, IconMoonStars } from '@tabler/icons-react';
import { activityCommands } from '@/features/activity/commands';
import { collaborationCommands } from '@/features/collaboration/commands';
import { customerCommands } from '@/features/customers/commands';
import { feedbackCommands } from '@/features/feedback/commands';
import { identityCommands } from '@/features/identity/commands';
import { inboundCommands } from '@/features/inbound/commands';
import { interactionCommands } from '@/features/interactions/commands';
import { goNotifications } from '@/features/notifications/commands';
import { goDeliveries, goFailed, goMailbox } from '@/features/operations/commands';
import { projectCommands } from '@/features/projects/commands';
import type { Command } from '@/ui/command';
import { openDialog } from '@/ui/dialogs';

export const goToday: Command = {
  id: 'go.today',
  label: 'nav.today',
  icon: IconHome,
  shortcut: 'g t',
  run: ({ navigate }) => navigate({ to: '/' }),
};

export const showShortcuts: Command = {
  id: 'shortcuts.help',
  label: 'shortcuts.title',
  icon: IconKeyboard,
  shortcut: '?',
  run: () => openDialog('shortcuts.help', {}),
};

export function changeTheme(toggle: () => void): Command {
  return { id: 'theme.change', label: 'theme.change', icon: IconMoonStars, run: toggle };
}

/** Every command there is, each once: what the palette lists and what the keyboard knows. */
export const allCommands: Command[] = [
  goToday,
  ...customerCommands,
  ...projectCommands,
  ...interactionCommands,
  ...collaborationCommands,
  ...feedbackCommands,
  ...inboundCommands,
  ...activityCommands,
  goNotifications,
  goMailbox,
  goDeliveries,
  goFailed,
  ...identityCommands,
  showShortcuts,
];

export function allowedCommands(
  commands: readonly Command[],
  may: (permission: string | undefined) => boolean,
): Command[] {
  return commands.filter((command) => may(command.permission));
}

/** Of these, what can be done on the page as it stands. */
export function offeredCommands(commands: readonly Command[]): Command[] {
  return commands.filter(({ isOffered }) => isOffered?.() ?? true);
}
