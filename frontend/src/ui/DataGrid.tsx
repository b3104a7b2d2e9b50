import { useWindowVirtualizer } from '@tanstack/react-virtual';
import { type CSSProperties, type ReactNode, useLayoutEffect, useRef, useState } from 'react';
import { t } from '@/locales/t';
import classes from './DataGrid.module.css';
import { type MorePages, MoreRows } from './MoreRows';
import { SortHead } from './SortHead';

export interface Column<R> {
  id: string;
  label: string;
  /** The server's name of this order, when it can sort by the column. */
  sort?: string;
  width?: string;
  /** Left out on a narrow screen. */
  isWideOnly?: boolean;
  cell: (row: R) => ReactNode;
}

interface DataGridProps<R extends { id: string }> {
  label: string;
  rows: R[];
  columns: Column<R>[];
  sort: string;
  onSort: (sort: string) => void;
  more: MorePages;
  rowHeight?: number;
}

/** A long table of the server's rows: its order, its filter, its pages; only what is seen is drawn. */
export function DataGrid<R extends { id: string }>(props: DataGridProps<R>) {
  const { rows, columns, more, rowHeight = 56 } = props;
  const body = useRef<HTMLDivElement>(null);
  const [offset, setOffset] = useState(0);
  useLayoutEffect(() => {
    setOffset((body.current?.getBoundingClientRect().top ?? 0) + window.scrollY);
  }, []);
  const virtual = useWindowVirtualizer({
    count: rows.length,
    estimateSize: () => rowHeight,
    overscan: 8,
    scrollMargin: offset,
  });
  const template = columns.map((column) => column.width ?? 'minmax(0, 1fr)').join(' ');
  return (
    <div className={classes.frame}>
      <div
        role="table"
        aria-label={props.label}
        aria-rowcount={more.hasNextPage ? -1 : rows.length + 1}
        className={classes.grid}
        style={{ '--columns': template } as CSSProperties}
      >
        <div role="rowgroup" className={classes.head}>
          <div role="row" aria-rowindex={1} className={classes.row}>
            {columns.map((column) => (
              <SortHead key={column.id} column={column} sort={props.sort} onSort={props.onSort} />
            ))}
          </div>
        </div>
        <div
          role="rowgroup"
          ref={body}
          className={classes.body}
          style={{ height: virtual.getTotalSize() }}
        >
          {virtual.getVirtualItems().map((item) => {
            const row = rows[item.index];
            if (row === undefined) return null;
            const top = item.start - offset;
            return (
              <div
                key={row.id}
                role="row"
                aria-rowindex={item.index + 2}
                className={`${classes.row} ${classes.line}`}
                style={{ height: item.size, transform: `translateY(${top}px)` }}
              >
                {columns.map((column) => (
                  <div
                    key={column.id}
                    role="cell"
                    className={classes.cell}
                    data-wide={column.isWideOnly || undefined}
                  >
                    {column.cell(row)}
                  </div>
                ))}
              </div>
            );
          })}
        </div>
      </div>
      <MoreRows {...more} />
      {!more.hasNextPage && (
        <p className={classes.end}>{t('state.allShown', { count: rows.length })}</p>
      )}
    </div>
  );
}
