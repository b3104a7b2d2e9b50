import { expect, test } from 'vitest';
import { ProblemError } from '@/api/problem';
import { fieldsOf, splitProblem } from '@/ui/form';
import {
  type MappingRow,
  mappingBody,
  mappingPlaces,
  mappingRows,
  namedTwice,
  scorable,
} from './mapping';

function row(question: string, metric: MappingRow['metric'] = 'nps'): MappingRow {
  return { key: question, question, metric };
}

test('lines and the mapping of the API are the same thing', () => {
  const mapping = { 'How likely?': 'nps', ease_ref: 'ces' } as const;
  expect(mappingBody(mappingRows(mapping))).toEqual(mapping);
  expect(mappingBody([row('  total ', 'custom')])).toEqual({ total: 'custom' });
});

test('no lines clear the mapping', () => {
  expect(mappingRows(null)).toEqual([]);
  expect(mappingBody([])).toBeNull();
});

test('a refusal stands at the question or the metric that its pointer names', () => {
  const rows = [row('How likely?'), row(' Fast / easy. Or not? '), row('')];
  const refused = new ProblemError(422, {
    errors: [
      { pointer: '/settings/mapping/Fast ~1 easy. Or not?', code: 'x', message: 'No metric.' },
      { pointer: '/settings/mapping//[key]', code: 'x', message: 'Empty.' },
    ],
  });
  expect(splitProblem(refused, fieldsOf({ mapping: rows }), mappingPlaces(rows))).toEqual({
    errors: { 'mapping.1.metric': 'No metric.', 'mapping.2.question': 'Empty.' },
    rest: null,
  });
});

test('a refusal of the whole mapping stands at it', () => {
  const rows = [row('a')];
  const refused = new ProblemError(422, {
    errors: [{ pointer: '/settings/mapping', code: 'too_long', message: 'Too many.' }],
  });
  const { errors } = splitProblem(refused, fieldsOf({ mapping: rows }), mappingPlaces(rows));
  expect(errors).toEqual({ mapping: 'Too many.' });
});

test('a question that is named twice is refused where it stands again', () => {
  const rows = [row('How likely?'), row(''), row(' how LIKELY? ', 'csat'), row('')];
  expect(Object.keys(namedTwice(rows))).toEqual(['mapping.2.question']);
});

test('offered is once each what was answered by a number, then what was calculated', () => {
  const first = {
    answers: [
      { question: 'Your name?', answer: 'Petri' },
      { question: 'How easy?', answer: '4.5' },
      { question: 'Anything else?', answer: ' ' },
    ],
    variables: { total: '7', who: 'Petri' },
  };
  const second = { answers: [{ question: 'how easy? ', answer: '2' }], variables: { total: '3' } };
  expect(scorable([first, second])).toEqual(['How easy?', 'total']);
});
