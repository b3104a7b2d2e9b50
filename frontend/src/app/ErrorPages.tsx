import { type ErrorComponentProps, Link, useRouter } from '@tanstack/react-router';
import { t } from '@/locales/t';
import { Empty } from '@/ui/Empty';
import { Failed } from '@/ui/QueryState';
import classes from './ErrorPages.module.css';

export function NotFoundPage() {
  return (
    <main className={classes.page}>
      <Empty
        title={t('problem.missing')}
        hint={t('problem.missingHint')}
        action={<Link to="/">{t('problem.home')}</Link>}
      />
    </main>
  );
}

/** A chunk that did not arrive or a part that broke: say so and offer another try. */
export function RouteFailed({ error, reset }: ErrorComponentProps) {
  const router = useRouter();
  const again = () => {
    reset();
    void router.invalidate();
  };
  return (
    <main className={classes.page}>
      <Failed error={error} onRetry={again} />
    </main>
  );
}
