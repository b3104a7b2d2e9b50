import { expect, test } from 'vitest';
import type { SearchHit } from '@/api/types';
import { customerFor, nameInDomain, ownDomain, suggestionsFrom, termsFor } from './suggest';

test.each([
  ['northwind.example', 'northwind'],
  ['mail.northwind.example', 'northwind'],
  ['mail.northwind.co.uk', 'northwind'],
  ['northwind.co.uk', 'northwind'],
  ['localhost', 'localhost'],
])('the name in %s is %s', (domain, name) => {
  expect(nameInDomain(domain)).toBe(name);
});

test('a domain where everybody may have an address names no customer', () => {
  expect(ownDomain('petri@gmail.com')).toBeNull();
  expect(ownDomain('petri')).toBeNull();
  expect(ownDomain('petri@Northwind.example')).toBe('northwind.example');
});

test('the domain is looked for before the name of the sender', () => {
  expect(termsFor({ name: 'Petri Aho', address: 'petri@north-wind.example' })).toEqual([
    'north wind',
    'Petri Aho',
  ]);
  expect(termsFor({ name: null, address: 'petri@gmail.com' })).toEqual([]);
});

test('a new customer is named after the domain, a person after themselves', () => {
  expect(customerFor({ name: 'Petri', address: 'p@north-wind.example' })).toEqual({
    name: 'North Wind',
    kind: 'company',
    domains: ['north-wind.example'],
  });
  expect(customerFor({ name: 'Petri Aho', address: 'p@gmail.com' })).toEqual({
    name: 'Petri Aho',
    kind: 'person',
    domains: [],
  });
});

test('a record is suggested once, and no more than there are digits', () => {
  const hit = (id: string, type = 'customer') => ({ id, type, title: id }) as SearchHit;
  const many = Array.from({ length: 12 }, (_, index) => hit(`c${index}`));
  const found = suggestionsFrom([
    [hit('a'), hit('p', 'project')],
    [hit('a'), ...many],
  ]);
  expect(found).toHaveLength(9);
  expect(found.map((one) => one.id).slice(0, 2)).toEqual(['a', 'c0']);
});
