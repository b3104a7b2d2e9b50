import { Button } from '@mantine/core';
import { t } from '@/locales/t';
import { type Command, useCommands } from './command';

interface CommandButtonProps {
  command: Command;
  variant?: 'filled' | 'default' | 'subtle';
  size?: 'xs' | 'sm';
}

export function CommandButton({ command, variant = 'filled', size = 'sm' }: CommandButtonProps) {
  const { may, run } = useCommands();
  if (!may(command.permission)) return null;
  const CommandIcon = command.icon;
  return (
    <Button
      variant={variant}
      size={size}
      leftSection={<CommandIcon size={16} aria-hidden />}
      onClick={() => run(command)}
    >
      {t(command.label)}
    </Button>
  );
}
