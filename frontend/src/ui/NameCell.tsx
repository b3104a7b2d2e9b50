import { Link, type LinkProps } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import classes from './NameCell.module.css';

interface NameCellProps {
  name: string;
  link: LinkProps;
  below?: ReactNode;
}

/** First cell of a row: the name is the link, and its area is the whole row. */
export function NameCell({ name, link, below }: NameCellProps) {
  return (
    <div className={classes.name}>
      <Link {...link} className={classes.link}>
        {name}
      </Link>
      {below !== undefined && <div className={classes.below}>{below}</div>}
    </div>
  );
}
