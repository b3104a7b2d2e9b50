import { expect, test } from 'vitest';
import { ProblemError } from '@/api/problem';
import { fieldsOf, splitProblem } from './form';

function refused(...errors: { pointer: string; message: string }[]) {
  return new ProblemError(422, { title: 'Please check the marked fields', errors });
}

test('a message goes to the field that its pointer names', () => {
  const cause = refused({ pointer: '/name', message: 'Give it a name.' });
  expect(splitProblem(cause, ['name'], {})).toEqual({
    errors: { name: 'Give it a name.' },
    rest: null,
  });
});

test('a message about a part of a list goes to the list', () => {
  const cause = refused({ pointer: '/emails/1', message: 'Not an address.' });
  expect(splitProblem(cause, ['emails'], {}).errors).toEqual({ emails: 'Not an address.' });
});

test('a field with another name in the form is found by it', () => {
  const cause = refused({ pointer: '/customer_ids/0', message: 'No such customer.' });
  const { errors } = splitProblem(cause, ['customer_id'], { customer_ids: 'customer_id' });
  expect(errors).toEqual({ customer_id: 'No such customer.' });
});

test('what belongs to no field is said above the buttons', () => {
  const cause = refused({ pointer: '/secret', message: 'A secret is needed.' });
  expect(splitProblem(cause, ['name'], {}).rest).toBe('A secret is needed.');
});

test('anything else than a 422 is said in its own words', () => {
  const cause = new ProblemError(409, { title: 'This key is taken' });
  expect(splitProblem(cause, ['key'], {}).rest).toBe('This key is taken');
});

test('a refusal of one field in a list of lines stands at that field', () => {
  const fields = fieldsOf({ name: '', tags: ['a'], external_refs: [{ system: '', url: '' }] });
  expect(fields).toEqual([
    'name',
    'tags',
    'external_refs',
    'external_refs.0.system',
    'external_refs.0.url',
  ]);
  const refused = new ProblemError(422, {
    errors: [{ pointer: '/external_refs/0/url', code: 'pattern', message: 'No link.' }],
  });
  expect(splitProblem(refused, fields, {}).errors).toEqual({ 'external_refs.0.url': 'No link.' });
});
