import { expect, test } from 'vitest';
import { askedBefore, bodyOf, draftOf, matching, pieces, withMention } from './mentions';

const EVA = { id: '0190b6a0-0000-7000-8000-000000000001', name: 'Eva Lindqvist' };
const EVE = { id: '0190b6a0-0000-7000-8000-000000000002', name: 'Eva' };
const JOSE = { id: '0190b6a0-0000-7000-8000-000000000003', name: 'José [PM]' };

test('a comment is cut into text and mentions', () => {
  expect(pieces(`Ask @[Eva](user:${EVE.id})!`)).toEqual([
    { kind: 'text', text: 'Ask ' },
    { kind: 'mention', name: 'Eva', id: EVE.id },
    { kind: 'text', text: '!' },
  ]);
  expect(pieces('@[Eva](user:1) and a@b')).toEqual([
    { kind: 'text', text: '@[Eva](user:1) and a@b' },
  ]);
});

test('what is edited and sent again is what it was', () => {
  const body = `@[Eva Lindqvist](user:${EVA.id}) or @[Eva](user:${EVE.id}), *soon*`;
  expect(draftOf(body).text).toBe('@Eva Lindqvist or @Eva, *soon*');
  expect(bodyOf(draftOf(body))).toBe(body);
});

test('only names that were chosen become mentions, the longest first', () => {
  const draft = { text: '@Eva Lindqvist @Eva @Evander mail@Eva.example', people: [EVE, EVA] };
  expect(bodyOf(draft)).toBe(
    `@[Eva Lindqvist](user:${EVA.id}) @[Eva](user:${EVE.id}) @Evander mail@[Eva](user:${EVE.id}).example`,
  );
  expect(bodyOf({ text: '@Eva', people: [] })).toBe('@Eva');
});

test('brackets of a name do not end its mention', () => {
  const [draft] = withMention({ text: '@jo', people: [] }, { from: 0, query: 'jo' }, JOSE);
  expect(bodyOf(draft)).toBe(`@[José (PM)](user:${JOSE.id}) `);
});

test('a name is asked for after an @ that begins a word', () => {
  expect(askedBefore('Hi @', 4)).toEqual({ from: 3, query: '' });
  expect(askedBefore('Hi @Eva Li', 10)).toEqual({ from: 3, query: 'Eva Li' });
  expect(askedBefore('(@e', 3)).toEqual({ from: 1, query: 'e' });
  expect(askedBefore('mail@example', 12)).toBeNull();
  expect(askedBefore('@Eva\nthen', 9)).toBeNull();
  expect(askedBefore('@ Eva', 5)).toBeNull();
});

test('people are found by the beginning of any of their names, whatever the accents', () => {
  expect(matching([EVA, EVE, JOSE], 'lin')).toEqual([EVA]);
  expect(matching([EVA, EVE, JOSE], 'jose')).toEqual([JOSE]);
  expect(matching([EVA, EVE, JOSE], '')).toHaveLength(3);
  expect(matching([EVA], 'va')).toEqual([]);
});

test('choosing somebody puts the name in place and the caret behind it', () => {
  const draft = { text: 'Ask @ev today', people: [] };
  const [next, caret] = withMention(draft, { from: 4, query: 'ev' }, EVA);
  expect(next).toEqual({ text: 'Ask @Eva Lindqvist today', people: [EVA] });
  expect(caret).toBe('Ask @Eva Lindqvist '.length);
});
