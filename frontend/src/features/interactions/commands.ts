import { IconMessagePlus } from '@tabler/icons-react';
import type { Command } from '@/ui/command';
import { openDialog } from '@/ui/dialogs';

/** The command knows on which page it was given, so that the form starts with the right customer. */
export function logInteraction(on: { customerId?: string; projectId?: string } = {}): Command {
  return {
    id: 'interaction.compose',
    label: 'interactions.log',
    icon: IconMessagePlus,
    shortcut: 'n i',
    permission: 'interactions:write',
    run: () => openDialog('interaction.compose', on),
  };
}

export const interactionCommands: Command[] = [logInteraction()];
