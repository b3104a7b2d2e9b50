import { IconChevronDown, IconChevronUp } from '@tabler/icons-react';
import classes from './DataGrid.module.css';

interface SortHeadProps {
  column: { label: string; sort?: string; isWideOnly?: boolean };
  sort: string;
  onSort: (sort: string) => void;
}

export function SortHead({ column, sort, onSort }: SortHeadProps) {
  const name = column.sort;
  const isUp = sort === name;
  const isDown = sort === `-${name}`;
  const order = isUp ? 'ascending' : isDown ? 'descending' : 'none';
  return (
    <div
      role="columnheader"
      className={classes.headCell}
      aria-sort={name === undefined ? undefined : order}
      data-wide={column.isWideOnly || undefined}
    >
      {name === undefined ? (
        column.label
      ) : (
        <button type="button" className={classes.sort} onClick={() => onSort(nextSort(sort, name))}>
          {column.label}
          {isUp && <IconChevronUp size={14} aria-hidden />}
          {isDown && <IconChevronDown size={14} aria-hidden />}
        </button>
      )}
    </div>
  );
}

/** Instants start with the newest, everything else with the first. */
export function nextSort(current: string, name: string): string {
  if (current === name) return `-${name}`;
  if (current === `-${name}`) return name;
  return name.endsWith('_at') ? `-${name}` : name;
}
