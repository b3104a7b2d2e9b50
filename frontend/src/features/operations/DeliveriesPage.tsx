import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { membersQuery } from '@/api/lookups';
import { rowsOf } from '@/api/paging';
import type { Delivery } from '@/api/types';
import { t } from '@/locales/t';
import { Empty } from '@/ui/Empty';
import { MoreRows } from '@/ui/MoreRows';
import { Panel } from '@/ui/Panel';
import { QueryState } from '@/ui/QueryState';
import { Row, RowList } from '@/ui/RowList';
import { StatusChip } from '@/ui/StatusChip';
import { RelativeTime } from '@/ui/Time';
import classes from './Deliveries.module.css';
import { deliveriesQuery } from './queries';

/** What became of each notification: who was told, how, and why not. */
export function DeliveriesPage() {
  const deliveries = useInfiniteQuery(deliveriesQuery);
  const members = useQuery(membersQuery);
  const rows = rowsOf(deliveries.data?.pages);
  const nameOf = (id: string) =>
    members.data?.find((member) => member.id === id)?.name ?? t('deliveries.formerMember');
  return (
    <QueryState
      query={deliveries}
      height={480}
      isEmpty={() => rows.length === 0}
      empty={
        <Panel>
          <Empty title={t('deliveries.none')} hint={t('deliveries.noneHint')} />
        </Panel>
      }
    >
      {() => (
        <Panel title={t('deliveries.panel')} subtitle={t('deliveries.hint')} isFlush>
          <RowList label={t('deliveries.panel')}>
            {rows.map((delivery) => (
              <DeliveryRow
                key={delivery.id}
                delivery={delivery}
                name={members.data === undefined ? '' : nameOf(delivery.recipient_user_id)}
              />
            ))}
          </RowList>
          <MoreRows {...deliveries} />
        </Panel>
      )}
    </QueryState>
  );
}

const TONES = { sent: 'good', failed: 'risk' } as const;

function DeliveryRow({ delivery, name }: { delivery: Delivery; name: string }) {
  return (
    <Row
      title={name}
      below={
        <>
          {t(`deliveryChannel.${delivery.channel}`)}
          {delivery.reason && <span className={classes.reason}>{delivery.reason}</span>}
        </>
      }
      end={
        <>
          <RelativeTime at={delivery.occurred_at} />
          <StatusChip
            tone={TONES[delivery.status]}
            label={t(`deliveryStatus.${delivery.status}`)}
          />
        </>
      }
    />
  );
}
