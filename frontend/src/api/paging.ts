import { infiniteQueryOptions, type QueryKey } from '@tanstack/react-query';

export interface Page<T> {
  items: T[];
  next_cursor?: string | null;
}

/** Options of a keyset-paged list: each page brings the cursor of the next, null ends it. */
export function pagedQuery<T>(
  key: QueryKey,
  load: (cursor: string | undefined, signal: AbortSignal) => Promise<Page<T>>,
) {
  return infiniteQueryOptions({
    queryKey: key,
    queryFn: ({ pageParam, signal }) => load(pageParam, signal),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: nextCursor,
  });
}

export function nextCursor<T>(last: Page<T>): string | undefined {
  return last.next_cursor ?? undefined;
}

/** All rows so far; a row that moved between two pages while reading appears once. */
export function rowsOf<T extends { id: string }>(pages: Page<T>[] | undefined): T[] {
  const rows = new Map<string, T>();
  for (const page of pages ?? []) for (const row of page.items) rows.set(row.id, row);
  return [...rows.values()];
}

/** Reads a list that is short by nature (members, phases) to its end, at most `limit` pages. */
export async function allPages<T>(
  load: (cursor: string | undefined) => Promise<Page<T>>,
  limit = 10,
): Promise<T[]> {
  const items: T[] = [];
  let cursor: string | undefined;
  for (let count = 0; count < limit; count += 1) {
    const page = await load(cursor);
    items.push(...page.items);
    cursor = nextCursor(page);
    if (cursor === undefined) break;
  }
  return items;
}
