import { useInfiniteQuery } from '@tanstack/react-query';
import { rowsOf } from '@/api/paging';
import type { InteractionItem } from '@/api/types';
import { t } from '@/locales/t';
import { MoreRows } from '@/ui/MoreRows';
import { Panel } from '@/ui/Panel';
import { Row, RowList } from '@/ui/RowList';
import { RelativeTime } from '@/ui/Time';
import { ChannelIcon } from './ChannelIcon';
import { threadQuery } from './queries';

/** The other messages of the conversation, newest first. */
export function ThreadPanel({ threadId, currentId }: { threadId: string; currentId: string }) {
  const thread = useInfiniteQuery(threadQuery(threadId));
  const others = rowsOf(thread.data?.pages).filter((row) => row.id !== currentId);
  if (others.length === 0) return null;
  return (
    <Panel title={t('interactions.thread')} isFlush>
      <RowList label={t('interactions.thread')}>
        {others.map((row) => (
          <Row
            key={row.id}
            start={<ChannelIcon channel={row.channel} />}
            title={row.subject || row.snippet || t('timeline.noSubject')}
            link={{ to: '/interactions/$interactionId', params: { interactionId: row.id } }}
            below={[senderOf(row), row.snippet].filter(Boolean).join(' · ')}
            end={<RelativeTime at={row.occurred_at} />}
          />
        ))}
      </RowList>
      <MoreRows {...thread} />
    </Panel>
  );
}

function senderOf(row: InteractionItem): string {
  const from = row.participants.find((person) => person.role === 'from');
  return from?.name || from?.address || '';
}
