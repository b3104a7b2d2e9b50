import { useDisclosure } from '@mantine/hooks';
import { Outlet } from '@tanstack/react-router';
import { lazy, Suspense } from 'react';
import { t } from '@/locales/t';
import { CommandRunnerContext } from '@/ui/command';
import { DialogHost } from './DialogHost';
import { PaletteHost } from './PaletteHost';
import { PhoneHeader } from './PhoneHeader';
import classes from './Shell.module.css';
import { Sidebar } from './Sidebar';
import { useCommandRunner, useLiveUpdates, useSessionEnd, useShortcuts } from './shellHooks';

const MenuDrawer = lazy(() => import('./MenuDrawer').then((m) => ({ default: m.MenuDrawer })));

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
      {isMenuOpen && (
        <Suspense fallback={null}>
          <MenuDrawer onClose={menu.close} />
        </Suspense>
      )}
      <PaletteHost />
      <DialogHost />
    </CommandRunnerContext>
  );
}
