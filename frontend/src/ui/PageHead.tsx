import { type ReactNode, useEffect } from 'react';
import { t } from '@/locales/t';
import classes from './PageHead.module.css';

interface PageHeadProps {
  title: string;
  eyebrow?: ReactNode;
  /** Replaces the plain heading, for instance by a name that can be edited in place. */
  heading?: ReactNode;
  badge?: ReactNode;
  actions?: ReactNode;
}

export function PageHead({ title, eyebrow, heading, badge, actions }: PageHeadProps) {
  useEffect(() => {
    document.title = t('page.title', { page: title });
  }, [title]);
  return (
    <header className={classes.head}>
      <div className={classes.words}>
        {eyebrow !== undefined && <div className={classes.eyebrow}>{eyebrow}</div>}
        <div className={classes.line}>
          <h1 className={classes.title}>{heading ?? title}</h1>
          {badge}
        </div>
      </div>
      {actions !== undefined && <div className={classes.actions}>{actions}</div>}
    </header>
  );
}
