import { Link, type LinkProps } from '@tanstack/react-router';
import { useEffect, useRef } from 'react';
import classes from './TabLinks.module.css';

export interface TabLink {
  label: string;
  link: LinkProps;
  isActive: boolean;
}

/** Tabs that are places: each has its address, so back and reload keep them. */
export function TabLinks({ label, tabs }: { label: string; tabs: TabLink[] }) {
  const bar = useRef<HTMLElement>(null);
  const active = tabs.find((tab) => tab.isActive)?.label;
  useEffect(() => {
    // On a phone the bar is wider than the screen; where one is must be in sight.
    const tab = active === undefined ? null : bar.current?.querySelector('[data-active]');
    tab?.scrollIntoView({ block: 'nearest', inline: 'center' });
  }, [active]);
  return (
    <nav aria-label={label} className={classes.tabs} ref={bar}>
      {tabs.map((tab) => (
        <Link
          key={tab.label}
          {...tab.link}
          activeOptions={{ exact: true }}
          className={classes.tab}
          data-active={tab.isActive || undefined}
          aria-current={tab.isActive ? 'page' : undefined}
        >
          {tab.label}
        </Link>
      ))}
    </nav>
  );
}
