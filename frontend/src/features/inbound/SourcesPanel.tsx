import { Button } from '@mantine/core';
import { useInfiniteQuery } from '@tanstack/react-query';
import { rowsOf } from '@/api/paging';
import type { InboundSource } from '@/api/types';
import { t, tDynamic } from '@/locales/t';
import { CommandButton } from '@/ui/CommandButton';
import { useMay } from '@/ui/command';
import { openDialog } from '@/ui/dialogs';
import { Empty } from '@/ui/Empty';
import { MoreRows } from '@/ui/MoreRows';
import { Panel } from '@/ui/Panel';
import { QueryState } from '@/ui/QueryState';
import { Row, RowList } from '@/ui/RowList';
import { StatusChip } from '@/ui/StatusChip';
import { RelativeTime } from '@/ui/Time';
import { useHidden } from '@/ui/undo';
import { newSource } from './commands';
import { healthOf, TONES } from './health';
import { watchedSourcesQuery } from './queries';

export function SourcesPanel() {
  const sources = useInfiniteQuery(watchedSourcesQuery);
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
  const mayChange = useMay('inbound-sources:write');
  const name = source.name || tDynamic('provider', source.provider);
  const health = healthOf(source, Date.now());
  return (
    <Row
      title={name}
      link={{ to: '/inbound', search: { status: 'all', source_id: source.id } }}
      below={<Facts source={source} />}
      end={
        <>
          <StatusChip tone={TONES[health]} label={t(`sources.health.${health}`)} />
          {mayChange && (
            <Button
              variant="default"
              size="xs"
              aria-label={t('sources.openNamed', { name })}
              onClick={() => openDialog('source.edit', { sourceId: source.id })}
            >
              {t('sources.open')}
            </Button>
          )}
        </>
      }
    />
  );
}

function Facts({ source }: { source: InboundSource }) {
  const { last_received_at: heard, last_refused_at: refused } = source;
  const rest = [
    source.unmatched_count > 0 && t('sources.unmatched', { count: source.unmatched_count }),
    source.failed_count > 0 && t('sources.failed', { count: source.failed_count }),
  ].filter((fact) => fact !== false);
  return (
    <>
      {tDynamic('provider', source.provider)} ·{' '}
      {heard ? (
        <>
          {t('sources.lastHeard')} <RelativeTime at={heard} />
        </>
      ) : (
        t('sources.noMail')
      )}
      {rest.map((fact) => ` · ${fact}`).join('')}
      {refused && (
        <>
          {' · '}
          {t('sources.lastRefused')} <RelativeTime at={refused} />
        </>
      )}
    </>
  );
}
