import { IconClipboardText } from '@tabler/icons-react';
import type { Command } from '@/ui/command';

export const goFeedback: Command = {
  id: 'go.feedback',
  label: 'nav.feedback',
  icon: IconClipboardText,
  shortcut: 'g f',
  permission: 'survey-responses:read',
  run: ({ navigate }) => navigate({ to: '/feedback', search: {} }),
};

export const feedbackCommands: Command[] = [goFeedback];
