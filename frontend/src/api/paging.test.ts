import { expect, test } from 'vitest';
import { allPages, nextCursor, rowsOf } from './paging';

test('the cursor of a page leads to the next, null ends the list', () => {
  expect(nextCursor({ items: [], next_cursor: 'abc' })).toBe('abc');
  expect(nextCursor({ items: [], next_cursor: null })).toBeUndefined();
});

test('a row that moved between two pages is shown once, in its newer form', () => {
  const pages = [
    {
      items: [
        { id: 'a', name: 'old' },
        { id: 'b', name: 'b' },
      ],
      next_cursor: '1',
    },
    {
      items: [
        { id: 'a', name: 'new' },
        { id: 'c', name: 'c' },
      ],
      next_cursor: null,
    },
  ];
  expect(rowsOf(pages).map((row) => row.name)).toEqual(['new', 'b', 'c']);
});

test('a short list is read to its end, each page by the cursor of the one before', async () => {
  const asked: (string | undefined)[] = [];
  const items = await allPages(async (cursor) => {
    asked.push(cursor);
    const page = cursor === undefined ? 0 : Number(cursor);
    return { items: [page], next_cursor: page < 2 ? String(page + 1) : null };
  });
  expect(items).toEqual([0, 1, 2]);
  expect(asked).toEqual([undefined, '1', '2']);
});

test('a list without end stops at the limit', async () => {
  const items = await allPages(async () => ({ items: ['x'], next_cursor: 'again' }), 3);
  expect(items).toHaveLength(3);
});
