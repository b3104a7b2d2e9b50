import type { ReactNode } from 'react';
import classes from './StatStrip.module.css';

export interface Stat {
  label: string;
  value: ReactNode;
  /** The plan or the change that gives the value its meaning. */
  beside?: string;
  isLate?: boolean;
}

export function StatStrip({ stats }: { stats: Stat[] }) {
  return (
    <dl className={classes.strip}>
      {stats.map((stat) => (
        <div key={stat.label} className={classes.stat}>
          <dt>{stat.label}</dt>
          <dd>
            <span className={classes.value}>{stat.value}</span>
            {stat.beside !== undefined && (
              <span className={stat.isLate ? classes.late : classes.beside}>{stat.beside}</span>
            )}
          </dd>
        </div>
      ))}
    </dl>
  );
}
