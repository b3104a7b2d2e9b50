import { useQuery } from '@tanstack/react-query';
import { membersQuery } from '@/api/lookups';
import type { EventRead } from '@/api/types';
import { t, tDynamic } from '@/locales/t';
import { Empty } from '@/ui/Empty';
import { Panel } from '@/ui/Panel';
import { QueryState } from '@/ui/QueryState';
import { Row, RowList } from '@/ui/RowList';
import { subjectLink } from '@/ui/subjectLink';
import { RelativeTime } from '@/ui/Time';
import { activityQuery } from './queries';
import classes from './Today.module.css';

const LISTED = 12;
/** Bookkeeping between machines; nobody reads it as news. */
const QUIET = /^(delivery|notification|session|dead_letter|event)\./;

export function ActivityPanel() {
  const activity = useQuery(activityQuery);
  const members = useQuery(membersQuery);
  const rows = (activity.data ?? []).filter((event) => !QUIET.test(event.type)).slice(0, LISTED);
  return (
    <Panel title={t('today.activity')} subtitle={t('today.activityHint')} isFlush>
      <QueryState
        query={activity}
        height={320}
        isEmpty={() => rows.length === 0}
        empty={
          <div className={classes.empty}>
            <Empty title={t('today.noActivity')} />
          </div>
        }
      >
        {() => (
          <RowList label={t('today.activity')}>
            {rows.map((event) => (
              <Row
                key={event.id}
                title={tDynamic('event', event.type)}
                link={linkOf(event)}
                below={nameOf(event, members.data?.find((one) => one.id === event.actor.id)?.name)}
                end={<RelativeTime at={event.occurred_at} />}
              />
            ))}
          </RowList>
        )}
      </QueryState>
    </Panel>
  );
}

function linkOf(event: EventRead) {
  if (event.type.endsWith('.deleted')) return undefined;
  const project = event.data.project_id;
  const project_id = typeof project === 'string' ? project : null;
  return subjectLink({ ...event.subject, project_id });
}

/** What the event was about, from the fields that carry a name. */
function nameOf(event: EventRead, actor: string | undefined): string {
  const personal = event.personal ?? {};
  const found = ['name', 'title', 'subject', 'from_name']
    .map((field) => personal[field] ?? event.data[field])
    .find((value) => typeof value === 'string' && value !== '');
  return [found, actor].filter((part) => typeof part === 'string').join(' · ');
}
