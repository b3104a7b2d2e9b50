import { useEffect, useRef } from 'react';
import type { InboundMessage } from '@/api/types';
import { t } from '@/locales/t';
import { type MorePages, MoreRows } from '@/ui/MoreRows';
import { Panel } from '@/ui/Panel';
import { RelativeTime } from '@/ui/Time';
import { carried } from '../carried';
import classes from './Matching.module.css';
import type { Queue } from './useQueue';

export function QueueList({ queue, pages }: { queue: Queue; pages: MorePages }) {
  return (
    <Panel title={t('inbound.tab.unmatched')} subtitle={t('queue.hint')} isFlush>
      <ul className={classes.list} aria-label={t('inbound.tab.unmatched')}>
        {queue.rows.map((row) => (
          <Item
            key={row.id}
            row={row}
            isSelected={row.id === queue.row?.id}
            onSelect={() => queue.select(row.id)}
          />
        ))}
      </ul>
      <MoreRows {...pages} />
    </Panel>
  );
}

interface ItemProps {
  row: InboundMessage;
  isSelected: boolean;
  onSelect: () => void;
}

function Item({ row, isSelected, onSelect }: ItemProps) {
  const button = useRef<HTMLButtonElement>(null);
  const { title, name, address } = carried(row);
  useEffect(() => {
    if (isSelected) button.current?.scrollIntoView({ block: 'nearest' });
  }, [isSelected]);
  return (
    <li>
      <button
        type="button"
        ref={button}
        className={classes.item}
        aria-current={isSelected}
        onClick={onSelect}
      >
        <span className={classes.from}>{name || address || t('queue.unknownSender')}</span>
        <RelativeTime at={row.received_at} />
        <span className={classes.subject}>{title ?? t('timeline.noSubject')}</span>
      </button>
    </li>
  );
}
