import { expect, test } from 'vitest';
import { addressesIn } from './addresses';

test('addresses are found one per line and between commas, semicolons and blanks', () => {
  expect(addressesIn('anna@a.example\nbo@b.example, cy@c.example;dan@d.example  ')).toEqual([
    'anna@a.example',
    'bo@b.example',
    'cy@c.example',
    'dan@d.example',
  ]);
});

test('a pasted mail header gives its addresses without the names', () => {
  expect(addressesIn('Anna Berg <anna@a.example>, Bo <bo@b.example>')).toEqual([
    'anna@a.example',
    'bo@b.example',
  ]);
});

test('the same address twice is one, and words are none', () => {
  expect(addressesIn('anna@a.example, ANNA@a.example and nobody')).toEqual(['ANNA@a.example']);
});
