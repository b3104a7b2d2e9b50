import { Button } from '@mantine/core';
import { useInfiniteQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { rowsOf } from '@/api/paging';
import type { InboundSource } from '@/api/types';
import { t, tDynamic } from '@/locales/t';
import { CommandButton } from '@/ui/CommandButton';
import { useMay } from '@/ui/command';
import { Empty } from '@/ui/Empty';
import { RelativeTime } from '@/ui/Time';
import { newSource } from '../commands';
import { lastHeard } from '../health';
import { watchedSourcesQuery } from '../queries';

/** The empty queue: whether that is good news depends on whether anything can come in. */
export function NothingWaits() {
  const mayRead = useMay('inbound-sources:read');
  const sources = useInfiniteQuery({ ...watchedSourcesQuery, enabled: mayRead });
  if (sources.data === undefined) {
    return <Empty title={t('inbound.none.unmatched')} hint={t('inbound.noneHint')} />;
  }
  const rows = rowsOf(sources.data.pages);
  if (rows.length === 0) {
    return (
      <Empty
        title={t('inbound.none.unmatched')}
        hint={t('inbound.connect')}
        action={<CommandButton command={newSource} variant="default" />}
      />
    );
  }
  return (
    <Empty
      title={t('inbound.none.unmatched')}
      hint={
        <>
          {t('inbound.noneHint')} <Heard source={lastHeard(rows)} />
        </>
      }
      action={
        <Button
          variant="default"
          renderRoot={(props) => <Link {...props} to="/inbound" search={{ status: 'sources' }} />}
        >
          {t('inbound.toSources')}
        </Button>
      }
    />
  );
}

function Heard({ source }: { source: InboundSource | undefined }) {
  if (!source?.last_received_at) return <>{t('inbound.quiet')}</>;
  const name = source.name || tDynamic('provider', source.provider);
  return (
    <>
      {t('inbound.heard')} <RelativeTime at={source.last_received_at} />{' '}
      {t('inbound.heardFrom', { name })}
    </>
  );
}
