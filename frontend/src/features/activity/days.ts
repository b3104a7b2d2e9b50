import { ownDay, relativeDay } from '@/locales/format';

export interface Day<T> {
  day: string;
  title: string;
  rows: T[];
}

/** Rows by the day on which they happened in the reader's own zone, the newest first. */
export function byDay<T extends { occurred_at: string }>(
  rows: readonly T[],
  now = new Date(),
): Day<T>[] {
  const sorted = [...rows].sort((one, other) => other.occurred_at.localeCompare(one.occurred_at));
  const days: Day<T>[] = [];
  for (const row of sorted) {
    const day = ownDay(new Date(row.occurred_at));
    const last = days.at(-1);
    if (last?.day === day) last.rows.push(row);
    else days.push({ day, title: relativeDay(day, now, ownDay(now)), rows: [row] });
  }
  return days;
}

/** The instants between which a range of days lies: from the first's start to the last's end. */
export function instantsOf(from: string | undefined, until: string | undefined) {
  return { since: startOf(from, 0), until: startOf(until, 1) };
}

// The API takes instants from 1900 to 2199; a year that is still being typed is none yet.
const FIRST_YEAR = 1901;
const LAST_YEAR = 2198;

function startOf(day: string | undefined, later: number): string | undefined {
  const parts = /^(\d{4})-(\d{2})-(\d{2})$/.exec(day ?? '');
  if (parts === null) return undefined;
  const year = Number(parts[1]);
  if (year < FIRST_YEAR || year > LAST_YEAR) return undefined;
  return new Date(Number(parts[1]), Number(parts[2]) - 1, Number(parts[3]) + later).toISOString();
}
