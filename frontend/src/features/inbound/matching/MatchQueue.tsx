import { useInfiniteQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { rowsOf } from '@/api/paging';
import type { Interaction } from '@/api/types';
import { useMay } from '@/ui/command';
import { Panel } from '@/ui/Panel';
import { QueryState } from '@/ui/QueryState';
import { messagesQuery } from '../queries';
import { Choices } from './Choices';
import classes from './Matching.module.css';
import { NothingWaits } from './NothingWaits';
import { Preview } from './Preview';
import { QueueList } from './QueueList';
import { useQueue } from './useQueue';

/** Mails without a customer, one after the other: list, mail, and whom it may belong to. */
export function MatchQueue({ mailBody }: { mailBody: (mail: Interaction) => ReactNode }) {
  const messages = useInfiniteQuery(messagesQuery({ status: 'unmatched' }));
  const queue = useQueue(rowsOf(messages.data?.pages));
  const mayMatch = useMay('inbound-messages:write');
  return (
    <QueryState
      query={messages}
      height={420}
      isEmpty={() => queue.rows.length === 0}
      empty={
        <Panel>
          <NothingWaits />
        </Panel>
      }
    >
      {() => (
        <div className={classes.queue}>
          <QueueList queue={queue} pages={messages} />
          {queue.row !== undefined && (
            <div className={classes.work}>
              {mayMatch && <Choices key={queue.row.id} queue={queue} message={queue.row} />}
              <Preview message={queue.row} mailBody={mailBody} />
            </div>
          )}
        </div>
      )}
    </QueryState>
  );
}
