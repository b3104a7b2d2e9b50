import { Button, Select } from '@mantine/core';
import { useInfiniteQuery } from '@tanstack/react-query';
import { rowsOf } from '@/api/paging';
import type { EventRead } from '@/api/types';
import { t, tDynamic } from '@/locales/t';
import { Avatar } from '@/ui/Avatar';
import { Empty } from '@/ui/Empty';
import { MoreRows } from '@/ui/MoreRows';
import { PageHead } from '@/ui/PageHead';
import { Panel } from '@/ui/Panel';
import { QueryState } from '@/ui/QueryState';
import { Row, RowList } from '@/ui/RowList';
import { PanelStack } from '@/ui/SplitPage';
import { subjectLink } from '@/ui/subjectLink';
import { RelativeTime } from '@/ui/Time';
import classes from './Activity.module.css';
import { byDay } from './days';
import { PersonFilter } from './PersonFilter';
import { ProjectFilter } from './ProjectFilter';
import { type ActivityFilter, activityQuery } from './queries';
import { RangeFilter } from './RangeFilter';
import { quoteOf, whatOf, whoOf } from './sentence';
import { TOPIC_NAMES } from './topics';

interface ActivityPageProps {
  filter: ActivityFilter;
  onFilter: (change: Partial<ActivityFilter>) => void;
}

/** What happened in the workspace, in words, by day; it goes on by itself while it is open. */
export function ActivityPage({ filter, onFilter }: ActivityPageProps) {
  const activity = useInfiniteQuery(activityQuery(filter));
  const rows = rowsOf(activity.data?.pages);
  const isFiltered = Object.values(filter).some(Boolean);
  const nothing = {
    topic: undefined,
    actor_id: undefined,
    project_id: undefined,
    from: undefined,
    until: undefined,
  };
  return (
    <>
      <PageHead title={t('activity.title')} />
      <Filters filter={filter} onFilter={onFilter} />
      <QueryState
        query={activity}
        height={560}
        isEmpty={() => rows.length === 0}
        empty={
          <Panel>
            {isFiltered ? (
              <Empty
                title={t('activity.noneMatch')}
                action={
                  <Button variant="default" onClick={() => onFilter(nothing)}>
                    {t('filter.clear')}
                  </Button>
                }
              />
            ) : (
              <Empty title={t('activity.none')} hint={t('activity.noneHint')} />
            )}
          </Panel>
        }
      >
        {() => (
          <PanelStack>
            {byDay(rows).map(({ day, title, rows: events }) => (
              <Panel key={day} title={title} isFlush>
                <RowList label={title}>
                  {events.map((event) => (
                    <Entry key={event.id} event={event} />
                  ))}
                </RowList>
              </Panel>
            ))}
          </PanelStack>
        )}
      </QueryState>
      <MoreRows {...activity} />
    </>
  );
}

function Filters({ filter, onFilter }: ActivityPageProps) {
  return (
    <div className={classes.filters}>
      <Select
        aria-label={t('activity.topic')}
        placeholder={t('activity.anything')}
        clearable
        w={170}
        data={TOPIC_NAMES.map((value) => ({ value, label: tDynamic('activityTopic', value) }))}
        value={filter.topic ?? null}
        onChange={(topic) => onFilter({ topic: TOPIC_NAMES.find((known) => known === topic) })}
      />
      <PersonFilter value={filter.actor_id} onChange={(actor_id) => onFilter({ actor_id })} />
      <ProjectFilter
        value={filter.project_id}
        onChange={(project_id) => onFilter({ project_id })}
      />
      <RangeFilter range={filter} onRange={onFilter} />
    </div>
  );
}

function Entry({ event }: { event: EventRead }) {
  const who = whoOf(event);
  const quote = quoteOf(event);
  return (
    <Row
      start={<Avatar name={who} size={28} />}
      title={`${who} ${whatOf(event)}`}
      link={linkOf(event)}
      below={quote === '' ? undefined : <span className={classes.quote}>{quote}</span>}
      end={<RelativeTime at={event.occurred_at} />}
    />
  );
}

/** What was deleted has no page any more. */
function linkOf({ type, subject, project_id, data }: EventRead) {
  if (type.endsWith('.deleted')) return undefined;
  if (type === 'comment.created') {
    return subjectLink({ kind: String(data.subject_kind), id: String(data.subject_id) });
  }
  return subjectLink({ ...subject, project_id });
}
