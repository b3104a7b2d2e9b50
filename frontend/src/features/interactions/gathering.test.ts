import { expect, test } from 'vitest';
import { ProblemError } from '@/api/problem';
import { gather } from './gathering';

const UNREACHABLE = new ProblemError(502, {
  type: 'https://rapport.dev/problems/picture-unreachable',
});

test('every picture is fetched once, and the progress is told', async () => {
  const told: number[] = [];
  const addresses = ['https://a.example/1', 'https://a.example/2', '//b.example/3', 'cid:logo'];
  const found = await gather(addresses, {
    fetchOne: async (address) => `data:${address}`,
    onProgress: (done) => told.push(done),
  });
  expect([...found.pictures.keys()].sort()).toEqual([...addresses].sort());
  expect(found.failed).toEqual([]);
  expect(told).toEqual([1, 2, 3, 4]);
});

test('one that fails keeps no other back', async () => {
  const cause = new ProblemError(502, {});
  const found = await gather(['https://a.example/1', 'https://a.example/2'], {
    fetchOne: async (address) => {
      if (address.endsWith('1')) throw cause;
      return 'data:';
    },
  });
  expect([...found.pictures.keys()]).toEqual(['https://a.example/2']);
  expect(found.failed).toEqual(['https://a.example/1']);
  expect(found.cause).toBe(cause);
});

test('a server that does not answer is not asked for the rest', async () => {
  const asked: string[] = [];
  const dead = Array.from({ length: 20 }, (_, number) => `https://dead.example/${number}`);
  const found = await gather([...dead, 'https://a.example/1'], {
    fetchOne: async (address) => {
      asked.push(address);
      if (address.includes('dead')) throw UNREACHABLE;
      return 'data:';
    },
  });
  expect(asked.length).toBeLessThanOrEqual(4);
  expect(found.failed).toHaveLength(20);
  expect([...found.pictures.keys()]).toEqual(['https://a.example/1']);
});
