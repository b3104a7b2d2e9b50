import { expect, test } from 'vitest';
import { scoreLabel, scoreTone } from './ScoreChip';

test('an NPS answer is named by its class, others by how they stand', () => {
  const detractor = { metric: 'nps', score: 3, highest: 10, standing: 'low' };
  expect(scoreLabel(detractor)).toBe('3 of 10 · Detractor');
  expect(scoreLabel({ ...detractor, score: 9, standing: 'good' })).toBe('9 of 10 · Promoter');
  expect(scoreLabel({ metric: 'csat', score: 4.5, highest: 5, standing: 'good' })).toBe(
    '4.5 of 5 · High',
  );
});

test('without a score there is none to colour', () => {
  const none = { metric: 'custom', score: null, highest: 10, standing: null };
  expect(scoreLabel(none)).toBe('No score');
  expect(scoreTone(none)).toBe('neutral');
  expect(scoreTone({ ...none, score: 0, standing: 'low' })).toBe('risk');
});
