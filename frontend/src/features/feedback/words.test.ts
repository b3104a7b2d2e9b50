import { expect, test } from 'vitest';
import { readable, surveyName, whoAnswered } from './words';

const told = { respondent_name: null, respondent_address: null, survey_name: '' };

test('who answered is a name, else an address, else somebody', () => {
  expect(whoAnswered({ ...told, respondent_name: 'Petri', respondent_address: 'p@n' })).toBe(
    'Petri',
  );
  expect(whoAnswered({ ...told, respondent_address: 'p@n' })).toBe('p@n');
  expect(whoAnswered(told)).toBe('Somebody');
  expect(surveyName(told)).toBe('Survey');
});

test('marks that a form builder left in a question are not shown', () => {
  expect(readable('Thanks, {{answer_60906475}}! *Why* is that?\n')).toBe('Thanks, …! Why is that?');
  expect(readable('2 * 3 = 6')).toBe('2 * 3 = 6');
});
