import type { Icon } from '@tabler/icons-react';
import type { NavigateOptions } from '@tanstack/react-router';
import { createContext, useContext } from 'react';
import type { MessageKey } from '@/locales/t';

/** What a command may do: go somewhere; dialogs open through `openDialog`. */
export interface CommandContext {
  navigate: (to: NavigateOptions) => void;
}

/** One thing a person can do. Buttons, menus, shortcuts and the palette all show this object. */
export interface Command {
  id: string;
  label: MessageKey;
  icon: Icon;
  /** `g c` is two keys after each other; `?` is one. */
  shortcut?: string;
  /** Scope that the role must have, such as `customers:write`. */
  permission?: string;
  /** Whether it means something on this page; always, unless it says so. */
  isOffered?: () => boolean;
  run: (context: CommandContext) => void;
}

export interface CommandRunner {
  may: (permission: string | undefined) => boolean;
  run: (command: Command) => void;
}

export const CommandRunnerContext = createContext<CommandRunner>({
  may: () => false,
  run: () => undefined,
});

export function useCommands(): CommandRunner {
  return useContext(CommandRunnerContext);
}

export function useMay(permission: string): boolean {
  return useCommands().may(permission);
}
