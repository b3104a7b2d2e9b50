import { useInfiniteQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { rowsOf } from '@/api/paging';
import type { TimelineItem } from '@/api/types';
import { t } from '@/locales/t';
import { Empty } from '@/ui/Empty';
import { MoreRows } from '@/ui/MoreRows';
import { Panel } from '@/ui/Panel';
import { QueryState } from '@/ui/QueryState';
import { Tag } from '@/ui/Tag';
import { RelativeTime } from '@/ui/Time';
import { useHidden } from '@/ui/undo';
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

function Entry({ item }: { item: TimelineItem }) {
  const isInteraction = item.type === 'interaction';
  return (
    <li className={classes.entry}>
      <ChannelIcon channel={isInteraction ? item.channel : null} />
      <div className={classes.words}>
        <div className={classes.line}>
          <span className={classes.who}>{headline(item)}</span>
          {item.is_automatic && <Tag label={t('timeline.automatic')} />}
          <span className={classes.when}>
            <RelativeTime at={item.occurred_at} />
          </span>
        </div>
        {isInteraction ? (
          <Link
            className={classes.title}
            to="/interactions/$interactionId"
            params={{ interactionId: item.id }}
          >
            {item.title || t('timeline.noSubject')}
          </Link>
        ) : (
          item.title !== '' && <span className={classes.plain}>{item.title}</span>
        )}
        {item.snippet && item.snippet !== item.title && (
          <p className={classes.snippet}>{item.snippet}</p>
        )}
      </div>
    </li>
  );
}
