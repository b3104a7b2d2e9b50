import { Link, type LinkProps } from '@tanstack/react-router';
import classes from './TabLinks.module.css';

export interface TabLink {
  label: string;
  link: LinkProps;
  isActive: boolean;
}

/** Tabs that are places: each has its address, so back and reload keep them. */
export function TabLinks({ label, tabs }: { label: string; tabs: TabLink[] }) {
  return (
    <nav aria-label={label} className={classes.tabs}>
      {tabs.map((tab) => (
        <Link
          key={tab.label}
          {...tab.link}
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
