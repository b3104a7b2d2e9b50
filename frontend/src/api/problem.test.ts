import { expect, test } from 'vitest';
import { fieldMessages, ProblemError, pointerToPath } from './problem';

test('a JSON pointer becomes a field path', () => {
  expect(pointerToPath('/name')).toBe('name');
  expect(pointerToPath('/participants/0/name')).toBe('participants.0.name');
  expect(pointerToPath('/body/custom/a~1b')).toBe('custom.a/b');
  expect(pointerToPath('')).toBe('');
});

test('the first message of a field is kept', () => {
  const problem = new ProblemError(422, {
    errors: [
      { pointer: '/name', code: 'a', message: 'first' },
      { pointer: '/name', code: 'b', message: 'second' },
      { pointer: '', code: 'c', message: 'whole' },
    ],
  });
  expect(fieldMessages(problem)).toEqual({ name: 'first' });
});

test('a body that is no problem still gives an error without fields', () => {
  const problem = new ProblemError(502, '<html>');
  expect(problem.fields).toEqual([]);
  expect(problem.slug).toBe('');
});
