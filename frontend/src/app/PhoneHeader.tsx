import { ActionIcon } from '@mantine/core';
import { IconMenu2, IconSearch } from '@tabler/icons-react';
import { Bell } from '@/features/notifications/Bell';
import { t } from '@/locales/t';
import { Logo } from '@/ui/Logo';
import classes from './PhoneHeader.module.css';
import { openPalette } from './paletteStore';

export function PhoneHeader({ onMenu }: { onMenu: () => void }) {
  return (
    <header className={classes.header}>
      <ActionIcon
        variant="subtle"
        color="gray"
        size={40}
        className={classes.button}
        aria-label={t('nav.openMenu')}
        onClick={onMenu}
      >
        <IconMenu2 size={22} aria-hidden />
      </ActionIcon>
      <Logo />
      <span className={classes.end}>
        <Bell />
        <ActionIcon
          variant="subtle"
          color="gray"
          size={40}
          className={classes.button}
          aria-label={t('palette.open')}
          onClick={openPalette}
        >
          <IconSearch size={20} aria-hidden />
        </ActionIcon>
      </span>
    </header>
  );
}
