import type { ReactNode } from 'react';
import classes from './FormDialog.module.css';

/** Fields side by side where there is room, below each other on a phone. */
export function FieldPair({ children }: { children: ReactNode }) {
  return <div className={classes.pair}>{children}</div>;
}
