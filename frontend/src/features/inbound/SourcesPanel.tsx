import { Button } from '@mantine/core';
import { useInfiniteQuery, useQueryClient } from '@tanstack/react-query';
import { rowsOf } from '@/api/paging';
import type { InboundSource } from '@/api/types';
import { exactTime } from '@/locales/format';
import { t, tDynamic } from '@/locales/t';
import { CommandButton } from '@/ui/CommandButton';
import { useMay } from '@/ui/command';
import { Empty } from '@/ui/Empty';
import { MoreRows } from '@/ui/MoreRows';
import { Panel } from '@/ui/Panel';
import { QueryState } from '@/ui/QueryState';
import { Row, RowList } from '@/ui/RowList';
import { deleteWithUndo, useHidden } from '@/ui/undo';
import { newSource } from './commands';
import { deleteSource, sourcesQuery } from './queries';

export function SourcesPanel() {
  const sources = useInfiniteQuery(sourcesQuery);
  const hidden = useHidden();
  const rows = rowsOf(sources.data?.pages).filter((row) => !hidden.has(row.id));
  return (
    <QueryState
      query={sources}
      height={200}
      isEmpty={() => rows.length === 0}
      empty={
        <Panel>
          <Empty
            title={t('sources.none')}
            hint={t('sources.noneHint')}
            action={<CommandButton command={newSource} />}
          />
        </Panel>
      }
    >
      {() => (
        <Panel title={t('inbound.tab.sources')} subtitle={t('sources.hint')} isFlush>
          <RowList label={t('inbound.tab.sources')}>
            {rows.map((source) => (
              <SourceRow key={source.id} source={source} />
            ))}
          </RowList>
          <MoreRows {...sources} />
        </Panel>
      )}
    </QueryState>
  );
}

function SourceRow({ source }: { source: InboundSource }) {
  const queryClient = useQueryClient();
  const mayDelete = useMay('inbound-sources:write');
  const name = source.name || tDynamic('provider', source.provider);
  const last = source.last_received_at
    ? t('sources.lastMail', { when: exactTime(source.last_received_at) })
    : t('sources.noMail');
  return (
    <Row
      title={name}
      below={`${tDynamic('provider', source.provider)} · ${source.url} · ${last}`}
      end={
        mayDelete && (
          <Button
            variant="default"
            size="xs"
            aria-label={t('sources.deleteNamed', { name })}
            onClick={() =>
              deleteWithUndo({
                id: source.id,
                message: t('sources.deleted', { name }),
                send: () => deleteSource(source.id),
                onSent: () => void queryClient.invalidateQueries({ queryKey: ['inbound-sources'] }),
              })
            }
          >
            {t('action.delete')}
          </Button>
        )
      }
    />
  );
}
