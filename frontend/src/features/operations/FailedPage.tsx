import { Button } from '@mantine/core';
import { useInfiniteQuery } from '@tanstack/react-query';
import { rowsOf } from '@/api/paging';
import type { DeadLetter } from '@/api/types';
import { t, tDynamic } from '@/locales/t';
import { Empty } from '@/ui/Empty';
import { MoreRows } from '@/ui/MoreRows';
import { Panel } from '@/ui/Panel';
import { QueryState } from '@/ui/QueryState';
import { Row, RowList } from '@/ui/RowList';
import { StatusChip } from '@/ui/StatusChip';
import { RelativeTime } from '@/ui/Time';
import { deadLettersQuery, useReplayDeadLetter } from './queries';

export function FailedPage() {
  const letters = useInfiniteQuery(deadLettersQuery);
  const rows = rowsOf(letters.data?.pages);
  return (
    <QueryState
      query={letters}
      height={240}
      isEmpty={() => rows.length === 0}
      empty={
        <Panel>
          <Empty title={t('failed.none')} hint={t('failed.noneHint')} />
        </Panel>
      }
    >
      {() => (
        <Panel title={t('failed.panel')} subtitle={t('failed.hint')} isFlush>
          <RowList label={t('failed.panel')}>
            {rows.map((letter) => (
              <LetterRow key={letter.id} letter={letter} />
            ))}
          </RowList>
          <MoreRows {...letters} />
        </Panel>
      )}
    </QueryState>
  );
}

function LetterRow({ letter }: { letter: DeadLetter }) {
  const replay = useReplayDeadLetter();
  const isParked = letter.status === 'parked';
  const name = tDynamic('event', letter.event_type);
  return (
    <Row
      title={name}
      below={`${letter.error} · ${t('failed.attempts', { count: letter.attempts })}`}
      end={
        <>
          <RelativeTime at={letter.parked_at} />
          {isParked ? (
            <Button
              variant="default"
              size="xs"
              loading={replay.isPending}
              aria-label={t('failed.replayNamed', { name })}
              onClick={() => replay.mutate(letter.id)}
            >
              {t('failed.replay')}
            </Button>
          ) : (
            <StatusChip tone="accent" label={t('failed.replayed')} />
          )}
        </>
      }
    />
  );
}
