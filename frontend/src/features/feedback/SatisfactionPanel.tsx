import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { SurveyResponseSummary } from '@/api/types';
import { t } from '@/locales/t';
import { Empty } from '@/ui/Empty';
import { Panel } from '@/ui/Panel';
import { QueryState } from '@/ui/QueryState';
import { Row, RowList } from '@/ui/RowList';
import { RelativeTime } from '@/ui/Time';
import { ResponseScore } from './columns';
import { type FeedbackSubject, latestQuery, summaryQuery } from './queries';
import classes from './Satisfaction.module.css';
import { whoAnswered } from './words';

/** What people answered about a customer or a project: the mean with its n, then the latest in their own words. */
export function SatisfactionPanel({ subject }: { subject: FeedbackSubject }) {
  const latest = useQuery(latestQuery(subject));
  const summary = useQuery(summaryQuery(subject));
  const rows = latest.data?.items ?? [];
  return (
    <Panel
      title={t('satisfaction.title')}
      subtitle={summary.data && rows.length > 0 ? inWords(summary.data) : undefined}
      isFlush
    >
      <QueryState
        query={latest}
        height={90}
        isEmpty={() => rows.length === 0}
        empty={
          <div className={classes.empty}>
            <Empty title={t('satisfaction.none')} hint={t('satisfaction.noneHint')} />
          </div>
        }
      >
        {() => (
          <>
            <RowList label={t('satisfaction.latest')}>
              {rows.map((row) => (
                <Row
                  key={row.id}
                  title={
                    <span className={classes.comment}>
                      {row.comment || t('feedback.noComment')}
                    </span>
                  }
                  link={{ to: '/feedback/$responseId', params: { responseId: row.id } }}
                  below={
                    <>
                      {whoAnswered(row)} · <RelativeTime at={row.submitted_at} />
                    </>
                  }
                  end={<ResponseScore response={row} />}
                />
              ))}
            </RowList>
            <p className={classes.all}>
              <Link to="/feedback" search={subject}>
                {t('satisfaction.all')}
              </Link>
            </p>
          </>
        )}
      </QueryState>
    </Panel>
  );
}

function inWords({ average, scored }: SurveyResponseSummary): string {
  return typeof average === 'number'
    ? t('satisfaction.average', { average, count: scored })
    : t('satisfaction.tooLittle', { count: scored });
}
