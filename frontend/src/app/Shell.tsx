import { Drawer } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { Outlet } from '@tanstack/react-router';
import { t } from '@/locales/t';
import { CommandRunnerContext } from '@/ui/command';
import { DialogHost } from './DialogHost';
import { Palette } from './Palette';
import { PhoneHeader } from './PhoneHeader';
import classes from './Shell.module.css';
import { Sidebar } from './Sidebar';
import { useCommandRunner, useLiveUpdates, useSessionEnd, useShortcuts } from './shellHooks';

export function Shell() {
  const runner = useCommandRunner();
  const [isMenuOpen, menu] = useDisclosure(false);
  useLiveUpdates();
  useSessionEnd();
  useShortcuts(runner);
  return (
    <CommandRunnerContext value={runner}>
      <a className={classes.skip} href="#main">
        {t('nav.skip')}
      </a>
      <div className={classes.shell}>
        <aside className={classes.side}>
          <Sidebar />
        </aside>
        <PhoneHeader onMenu={menu.open} />
        <main id="main" className={classes.main} tabIndex={-1}>
          <Outlet />
        </main>
      </div>
      <Drawer
        opened={isMenuOpen}
        onClose={menu.close}
        size={280}
        title={t('nav.menu')}
        closeButtonProps={{ 'aria-label': t('action.close') }}
      >
        <Sidebar onGo={menu.close} />
      </Drawer>
      <Palette />
      <DialogHost />
    </CommandRunnerContext>
  );
}
