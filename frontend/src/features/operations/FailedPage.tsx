import { Button } from '@mantine/core';
import { useInfiniteQuery } from '@tanstack/react-query';
import { type Page, rowsOf } from '@/api/paging';
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

const RUNNING_MS = 1_500;

export function FailedPage() {
  const letters = useInfiniteQuery({ ...deadLettersQuery, refetchInterval: whileRunning });
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

/** How a run ended is told by the list alone: a delivery has no place in the feed that keeps other pages fresh. */
function whileRunning({ state }: { state: { data?: { pages: Page<DeadLetter>[] } } }) {
  return rowsOf(state.data?.pages).some((letter) => letter.status === 'replaying') && RUNNING_MS;
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
