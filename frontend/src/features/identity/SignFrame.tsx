import { type ReactNode, useEffect } from 'react';
import { t } from '@/locales/t';
import { Logo } from '@/ui/Logo';
import classes from './SignFrame.module.css';

interface SignFrameProps {
  title: string;
  subtitle?: string;
  foot?: ReactNode;
  children?: ReactNode;
}

/** The quiet page around signing in, signing up and unsubscribing. */
export function SignFrame({ title, subtitle, foot, children }: SignFrameProps) {
  useEffect(() => {
    document.title = t('page.title', { page: title });
  }, [title]);
  return (
    <main className={classes.page}>
      <div className={classes.card}>
        <Logo />
        <h1 className={classes.title}>{title}</h1>
        {subtitle !== undefined && <p className={classes.subtitle}>{subtitle}</p>}
        {children}
      </div>
      {foot !== undefined && <p className={classes.foot}>{foot}</p>}
    </main>
  );
}
