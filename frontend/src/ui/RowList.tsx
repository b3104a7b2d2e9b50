import { Link, type LinkProps } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import nameClasses from './NameCell.module.css';
import classes from './RowList.module.css';

export function RowList({ label, children }: { label?: string; children: ReactNode }) {
  return (
    <ul className={classes.list} aria-label={label}>
      {children}
    </ul>
  );
}

interface RowProps {
  start?: ReactNode;
  title: ReactNode;
  link?: LinkProps;
  below?: ReactNode;
  end?: ReactNode;
}

export function Row({ start, title, link, below, end }: RowProps) {
  return (
    <li className={classes.row}>
      {start}
      <div className={classes.words}>
        {link === undefined ? (
          <div className={classes.title}>{title}</div>
        ) : (
          <Link {...link} className={nameClasses.link}>
            {title}
          </Link>
        )}
        {below !== undefined && <div className={classes.below}>{below}</div>}
      </div>
      {end !== undefined && <div className={classes.end}>{end}</div>}
    </li>
  );
}
