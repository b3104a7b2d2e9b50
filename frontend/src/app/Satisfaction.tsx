import { lazy, Suspense } from 'react';
import type { FeedbackSubject } from '@/features/feedback/queries';
import { t } from '@/locales/t';
import { Panel } from '@/ui/Panel';
import { Waiting } from '@/ui/QueryState';

const SatisfactionPanel = lazy(() =>
  import('@/features/feedback/SatisfactionPanel').then((m) => ({ default: m.SatisfactionPanel })),
);

/** What people answered, fetched after what the page is opened for. */
export function Satisfaction({ subject }: { subject: FeedbackSubject }) {
  const waiting = (
    <Panel title={t('satisfaction.title')}>
      <Waiting height={90} />
    </Panel>
  );
  return (
    <Suspense fallback={waiting}>
      <SatisfactionPanel subject={subject} />
    </Suspense>
  );
}
