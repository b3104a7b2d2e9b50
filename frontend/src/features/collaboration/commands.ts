import { IconEye, IconMessageCircle } from '@tabler/icons-react';
import type { Command } from '@/ui/command';
import { deedHere } from './here';

export const commentHere: Command = {
  id: 'comment.write',
  label: 'comments.write',
  icon: IconMessageCircle,
  shortcut: 'n m',
  permission: 'comments:write',
  isOffered: () => deedHere('comment') !== undefined,
  run: () => deedHere('comment')?.(),
};

export const watchHere: Command = {
  id: 'watch.toggle',
  label: 'watch.toggle',
  icon: IconEye,
  shortcut: 'w',
  permission: 'watchers:write',
  isOffered: () => deedHere('watch') !== undefined,
  run: () => deedHere('watch')?.(),
};

export const collaborationCommands: Command[] = [commentHere, watchHere];
