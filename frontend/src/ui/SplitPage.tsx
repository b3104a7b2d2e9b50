import type { ReactNode } from 'react';
import classes from './SplitPage.module.css';

/** A wide column for what happens and a narrow one for what is so; one column on a phone. */
export function SplitPage({ main, side }: { main: ReactNode; side: ReactNode }) {
  return (
    <div className={classes.split}>
      <div className={classes.column}>{main}</div>
      <div className={classes.column}>{side}</div>
    </div>
  );
}

export function PanelGrid({ children }: { children: ReactNode }) {
  return <div className={classes.grid}>{children}</div>;
}

export function PanelStack({ children }: { children: ReactNode }) {
  return <div className={classes.column}>{children}</div>;
}
