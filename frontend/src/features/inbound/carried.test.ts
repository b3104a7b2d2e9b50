import { expect, test } from 'vitest';
import { carried } from './carried';

const nothing = { mails: [], answers: [], interaction_ids: [] };
const answer = {
  survey_response_id: 'r',
  survey_name: 'Pulse',
  metric: 'nps' as const,
  score: 3,
  highest: 10,
  standing: 'low' as const,
  comment: null,
  from_name: 'Petri',
  from_address: null,
  customer_id: null,
};

test('an answered survey is named by its survey, its score and who answered', () => {
  expect(carried({ ...nothing, answers: [answer] })).toEqual({
    title: 'Pulse',
    name: 'Petri',
    address: null,
    score: '3 of 10 · Detractor',
    link: { to: '/feedback/$responseId', params: { responseId: 'r' } },
  });
});

test('a mail without a subject says so, and a request that became nothing has no title', () => {
  expect(carried({ ...nothing, interaction_ids: ['i'] }).title).toBe('No subject');
  expect(carried(nothing)).toEqual({
    title: null,
    name: null,
    address: null,
    score: null,
    link: undefined,
  });
});
