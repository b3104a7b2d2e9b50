import { Button, Select } from '@mantine/core';
import { IconRefresh } from '@tabler/icons-react';
import { useInfiniteQuery, useMutation, useQueryClient } from '@tanstack/react-query';
import { rowsOf } from '@/api/paging';
import { t, tDynamic } from '@/locales/t';
import { useMay } from '@/ui/command';
import { Empty } from '@/ui/Empty';
import filterClasses from '@/ui/FilterBar.module.css';
import { MoreRows } from '@/ui/MoreRows';
import { notify } from '@/ui/notices';
import { Panel } from '@/ui/Panel';
import { problemText } from '@/ui/problemText';
import { QueryState } from '@/ui/QueryState';
import { RowList } from '@/ui/RowList';
import type { InboundSearch } from './InboundPage';
import { KINDS, STATUSES } from './known';
import { MessageRow } from './MessageRow';
import { type MessageFilter, messagesQuery, replayAll, sourcesQuery } from './queries';

interface MessagesPanelProps {
  search: InboundSearch;
  onFilter: (change: InboundSearch) => void;
}

export function MessagesPanel({ search, onFilter }: MessagesPanelProps) {
  const filter: MessageFilter = {
    ...search,
    status: STATUSES.find((known) => known === search.status),
  };
  const messages = useInfiniteQuery(messagesQuery(filter));
  const rows = rowsOf(messages.data?.pages);
  const isFiltered = Object.values(filter).some((value) => value !== undefined);
  return (
    <>
      <Filters search={search} onFilter={onFilter} />
      <QueryState
        query={messages}
        height={320}
        isEmpty={() => rows.length === 0}
        empty={
          <Panel>
            <Empty
              title={t(isFiltered ? 'inbound.noneMatch' : 'inbound.none.all')}
              action={
                isFiltered && (
                  <Button variant="default" onClick={() => onFilter({ status: 'all' })}>
                    {t('filter.clear')}
                  </Button>
                )
              }
            />
          </Panel>
        }
      >
        {() => (
          <Panel
            title={t('inbound.tab.all')}
            subtitle={t(`inbound.hint.${filter.status ?? 'all'}`)}
            actions={<ReplayAll filter={filter} />}
            isFlush
          >
            <RowList label={t('inbound.tab.all')}>
              {rows.map((message) => (
                <MessageRow key={message.id} message={message} />
              ))}
            </RowList>
            <MoreRows {...messages} />
          </Panel>
        )}
      </QueryState>
    </>
  );
}

function Filters({ search, onFilter }: MessagesPanelProps) {
  const sources = useInfiniteQuery(sourcesQuery);
  const mayRead = useMay('inbound-sources:read');
  const change = (part: InboundSearch) => onFilter({ ...search, ...part });
  return (
    <div className={filterClasses.bar}>
      <Select
        aria-label={t('inbound.status')}
        placeholder={t('inbound.anyStatus')}
        clearable
        w={170}
        data={STATUSES.map((value) => ({ value, label: t(`inbound.tab.${value}`) }))}
        value={STATUSES.find((known) => known === search.status) ?? null}
        onChange={(name) => change({ status: STATUSES.find((one) => one === name) ?? 'all' })}
      />
      <Select
        aria-label={t('inbound.kind')}
        placeholder={t('inbound.anyKind')}
        clearable
        w={180}
        data={KINDS.map((value) => ({ value, label: tDynamic('messageKind', value) }))}
        value={search.kind ?? null}
        onChange={(name) => change({ kind: KINDS.find((known) => known === name) })}
      />
      {mayRead && (
        <Select
          aria-label={t('inbound.source')}
          placeholder={t('inbound.anySource')}
          clearable
          w={200}
          data={rowsOf(sources.data?.pages).map((row) => ({ value: row.id, label: row.name }))}
          value={search.source_id ?? null}
          onChange={(id) => change({ source_id: id ?? undefined })}
        />
      )}
    </div>
  );
}

function ReplayAll({ filter }: { filter: MessageFilter }) {
  const queryClient = useQueryClient();
  const mayReplay = useMay('inbound-messages:write');
  const { status, source_id } = filter;
  const again = useMutation({
    mutationFn: (which: 'failed' | 'unmatched') => replayAll(which, source_id),
    onSuccess: (count) => notify(t('inbound.replayedAll', { count })),
    onError: (cause) => notify(problemText(cause), { isProblem: true }),
    onSettled: () => queryClient.invalidateQueries({ queryKey: ['inbound-messages'] }),
  });
  if (!mayReplay || (status !== 'failed' && status !== 'unmatched')) return null;
  return (
    <Button
      variant="default"
      size="xs"
      leftSection={<IconRefresh size={15} aria-hidden />}
      loading={again.isPending}
      onClick={() => again.mutate(status)}
    >
      {t('inbound.replayAll')}
    </Button>
  );
}
