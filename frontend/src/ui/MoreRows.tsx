import { Button } from '@mantine/core';
import { useEffect, useRef } from 'react';
import { t } from '@/locales/t';
import classes from './MoreRows.module.css';

export interface MorePages {
  hasNextPage: boolean;
  isFetchingNextPage: boolean;
  fetchNextPage: () => unknown;
}

/** Fetches the next page when it comes into view; the button does the same by keyboard. */
export function MoreRows({ hasNextPage, isFetchingNextPage, fetchNextPage }: MorePages) {
  const edge = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const element = edge.current;
    if (element === null || !hasNextPage || isFetchingNextPage) return;
    const observer = new IntersectionObserver(
      (entries) => {
        if (entries.some((entry) => entry.isIntersecting)) fetchNextPage();
      },
      { rootMargin: '400px' },
    );
    observer.observe(element);
    return () => observer.disconnect();
  }, [hasNextPage, isFetchingNextPage, fetchNextPage]);
  if (!hasNextPage) return null;
  return (
    <div ref={edge} className={classes.more}>
      <Button
        variant="subtle"
        size="sm"
        loading={isFetchingNextPage}
        onClick={() => fetchNextPage()}
      >
        {t('action.loadMore')}
      </Button>
    </div>
  );
}
