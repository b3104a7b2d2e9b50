import { expect, test } from 'vitest';
import { emptyReference, referenceBody, referenceValues } from './references';

test('a customer without references starts with one line to fill in', () => {
  expect(referenceValues([])).toMatchObject([{ system: '', id: '', url: '' }]);
  expect(referenceBody(referenceValues([]))).toEqual([]);
});

test('lines keep their place, so that a refusal finds the line it is about', () => {
  const known = referenceValues([{ system: 'jira', id: 'NW', url: 'https://jira.example/NW' }]);
  const lines = [emptyReference(), ...known, { ...emptyReference(), system: 'sap' }];
  expect(referenceBody([...lines, emptyReference()])).toEqual([
    { system: '', id: '', url: null },
    { system: 'jira', id: 'NW', url: 'https://jira.example/NW' },
    { system: 'sap', id: '', url: null },
  ]);
});
