import { Button, Skeleton } from '@mantine/core';
import type { ReactNode } from 'react';
import { ProblemError } from '@/api/problem';
import { t } from '@/locales/t';
import { Empty } from './Empty';
import { problemText } from './problemText';

const LINE_WIDTHS = [90, 72, 84, 60, 78, 66, 88, 54, 81, 69];

export interface Loadable<T> {
  data: T | undefined;
  error: Error | null;
  refetch: () => unknown;
}

interface QueryStateProps<T> {
  query: Loadable<T>;
  /** Height that the content will have, so that nothing jumps when it comes. */
  height?: number;
  isEmpty?: (data: T) => boolean;
  empty?: ReactNode;
  children: (data: T) => ReactNode;
}

/** The four states of every view: on its way, failed, empty, there. */
export function QueryState<T>({
  query,
  height = 160,
  isEmpty,
  empty,
  children,
}: QueryStateProps<T>) {
  if (query.data !== undefined) {
    return isEmpty?.(query.data) ? empty : children(query.data);
  }
  if (query.error !== null) return <Failed error={query.error} onRetry={query.refetch} />;
  return <Waiting height={height} />;
}

export function Failed({ error, onRetry }: { error: unknown; onRetry: () => unknown }) {
  const isMissing = error instanceof ProblemError && error.status === 404;
  return (
    <div role="alert">
      <Empty
        title={isMissing ? t('problem.missing') : t('problem.load')}
        hint={isMissing ? t('problem.missingHint') : problemText(error)}
        action={
          <Button variant="default" size="sm" onClick={() => onRetry()}>
            {t('action.retry')}
          </Button>
        }
      />
    </div>
  );
}

export function Waiting({ height }: { height: number }) {
  const widths = LINE_WIDTHS.slice(0, Math.max(1, Math.floor(height / 40)));
  return (
    <div style={{ height, overflow: 'hidden' }} aria-busy="true">
      <span className="visually-hidden">{t('state.loading')}</span>
      {widths.map((width) => (
        <Skeleton key={width} height={16} my={12} width={`${width}%`} />
      ))}
    </div>
  );
}
