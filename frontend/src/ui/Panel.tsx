import { type ReactNode, useId } from 'react';
import classes from './Panel.module.css';

interface PanelProps {
  title?: ReactNode;
  subtitle?: ReactNode;
  actions?: ReactNode;
  /** The content reaches the edges (lists and tables). */
  isFlush?: boolean;
  children: ReactNode;
}

export function Panel({ title, subtitle, actions, isFlush = false, children }: PanelProps) {
  const titleId = useId();
  const hasTitle = title !== undefined;
  return (
    <section className={classes.panel} aria-labelledby={hasTitle ? titleId : undefined}>
      {hasTitle && (
        <header className={classes.head}>
          <div className={classes.words}>
            <h2 className={classes.title} id={titleId}>
              {title}
            </h2>
            {subtitle !== undefined && <p className={classes.subtitle}>{subtitle}</p>}
          </div>
          {actions !== undefined && <div className={classes.actions}>{actions}</div>}
        </header>
      )}
      <div className={isFlush ? classes.flush : classes.body}>{children}</div>
    </section>
  );
}
