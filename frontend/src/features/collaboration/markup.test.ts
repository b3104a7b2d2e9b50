import { expect, test } from 'vitest';
import { blocks, spans } from './markup';

test('lines, lists and quotes are told apart, and an empty line ends each', () => {
  const body = 'One\nTwo\n\n- a\n- b\n1. c\n> said\n> so\n\nThree';
  expect(blocks(body).map(({ kind }) => kind)).toEqual([
    'paragraph',
    'list',
    'list',
    'quote',
    'paragraph',
  ]);
  expect(blocks(body)[1]).toEqual({
    kind: 'list',
    isOrdered: false,
    items: [[{ kind: 'text', text: 'a' }], [{ kind: 'text', text: 'b' }]],
  });
});

test('bold, italic, code and addresses', () => {
  expect(spans('a **b** *c* `**d**` https://x.example/y. e')).toEqual([
    { kind: 'text', text: 'a ' },
    { kind: 'strong', spans: [{ kind: 'text', text: 'b' }] },
    { kind: 'text', text: ' ' },
    { kind: 'emphasis', spans: [{ kind: 'text', text: 'c' }] },
    { kind: 'text', text: ' ' },
    { kind: 'code', text: '**d**' },
    { kind: 'text', text: ' ' },
    { kind: 'link', address: 'https://x.example/y' },
    { kind: 'text', text: '. e' },
  ]);
});

test('nothing but a web address becomes a link, and signs alone stay signs', () => {
  const harmless = 'javascript:alert(1) <img src=x> 2 * 3 * 4 ** [x](javascript:alert(1))';
  expect(spans(harmless)).toEqual([{ kind: 'text', text: harmless }]);
});
