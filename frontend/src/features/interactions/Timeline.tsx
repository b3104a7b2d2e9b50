import { useInfiniteQuery } from '@tanstack/react-query';
import { Link, type LinkProps } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { rowsOf } from '@/api/paging';
import type { TimelineItem } from '@/api/types';
import { t } from '@/locales/t';
import { Empty } from '@/ui/Empty';
import { MoreRows } from '@/ui/MoreRows';
import { Panel } from '@/ui/Panel';
import { QueryState } from '@/ui/QueryState';
import { ScoreChip } from '@/ui/ScoreChip';
import { subjectLink } from '@/ui/subjectLink';
import { RelativeTime } from '@/ui/Time';
import { useHidden } from '@/ui/undo';
import { AutomaticTag } from './AutomaticTag';
import { ChannelIcon } from './ChannelIcon';
import { headline } from './headline';
import { type TimelineSubject, timelineQuery } from './queries';
import classes from './Timeline.module.css';

interface TimelineProps {
  subject: TimelineSubject;
  /** The one next step when nothing has happened yet. */
  action?: ReactNode;
}

export function Timeline({ subject, action }: TimelineProps) {
  const timeline = useInfiniteQuery(timelineQuery(subject));
  const hidden = useHidden();
  const rows = rowsOf(timeline.data?.pages).filter((row) => !hidden.has(row.id));
  return (
    <Panel title={t('timeline.title')}>
      <QueryState
        query={timeline}
        height={480}
        isEmpty={() => rows.length === 0}
        empty={<Empty title={t('timeline.none')} hint={t('timeline.noneHint')} action={action} />}
      >
        {() => (
          <ol className={classes.list} aria-label={t('timeline.title')}>
            {rows.map((item) => (
              <Entry key={item.id} item={item} />
            ))}
          </ol>
        )}
      </QueryState>
      <MoreRows {...timeline} />
    </Panel>
  );
}

/** What has a page of its own; events of the project only tell that something was done. */
function linkOf({ type, id, ...item }: TimelineItem): LinkProps | undefined {
  if (type === 'comment' && item.subject_kind && item.subject_id) {
    return subjectLink({ kind: item.subject_kind, id: item.subject_id });
  }
  return type === 'project_event' ? undefined : subjectLink({ kind: type, id });
}

function channelOf(item: TimelineItem, hasLink: boolean): string | null | undefined {
  if (item.type === 'comment') return 'comment';
  return hasLink ? item.channel : null;
}

function Entry({ item }: { item: TimelineItem }) {
  const link = linkOf(item);
  return (
    <li className={classes.entry}>
      <ChannelIcon channel={channelOf(item, link !== undefined)} />
      <div className={classes.words}>
        <div className={classes.line}>
          <span className={classes.who}>{headline(item)}</span>
          <AutomaticTag kind={item.automatic_kind} isAutomatic={item.is_automatic} />
          <span className={classes.when}>
            <RelativeTime at={item.occurred_at} />
          </span>
        </div>
        {link === undefined ? (
          item.title !== '' && <span className={classes.plain}>{item.title}</span>
        ) : (
          <Link {...link} className={classes.title}>
            {item.title || t('timeline.noSubject')}
          </Link>
        )}
        {item.metric && typeof item.highest === 'number' && (
          <div className={classes.score}>
            <ScoreChip {...item} metric={item.metric} highest={item.highest} />
          </div>
        )}
        {item.snippet && item.snippet !== item.title && (
          <p className={classes.snippet}>{item.snippet}</p>
        )}
      </div>
    </li>
  );
}
