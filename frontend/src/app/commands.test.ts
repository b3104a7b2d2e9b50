import { expect, test } from 'vitest';
import { allCommands, allowedCommands } from './commands';
import { highlightParts } from './highlight';
import { given, innerPath, oneOf, sortOf, text } from './search';
import { findCommand } from './shortcuts';

test('every command and every shortcut is there once', () => {
  const ids = allCommands.map((command) => command.id);
  const shortcuts = allCommands.flatMap(({ shortcut }) => (shortcut ? [shortcut] : []));
  expect(new Set(ids).size).toBe(ids.length);
  expect(new Set(shortcuts).size).toBe(shortcuts.length);
});

test('no single-key shortcut is the start of a pair', () => {
  const shortcuts = allCommands.flatMap(({ shortcut }) => (shortcut ? [shortcut] : []));
  const starts = shortcuts.filter((keys) => keys.includes(' ')).map((keys) => keys.split(' ')[0]);
  for (const key of shortcuts.filter((keys) => !keys.includes(' '))) {
    expect(starts).not.toContain(key);
  }
});

test('a command without its permission is not offered', () => {
  const viewer = allowedCommands(allCommands, (permission) => !permission?.endsWith(':write'));
  expect(viewer.map((command) => command.id)).not.toContain('customer.create');
  expect(viewer.map((command) => command.id)).toContain('go.customers');
});

test('keys find their command alone and after each other', () => {
  expect(findCommand(allCommands, 'g', 'c')?.id).toBe('go.customers');
  expect(findCommand(allCommands, null, '?')?.id).toBe('shortcuts.help');
  expect(findCommand(allCommands, null, 'c')).toBeNull();
});

test('what the server found is shown as text, marks apart', () => {
  expect(highlightParts('a &lt;b&gt; <mark>war</mark>e')).toEqual([
    { text: 'a <b> ', isMatch: false, start: 0 },
    { text: 'war', isMatch: true, start: 18 },
    { text: 'e', isMatch: false, start: 28 },
  ]);
});

test('the address gives only values that are known', () => {
  expect(oneOf({ kind: 'alien' }, 'kind', ['company'])).toBeUndefined();
  expect(sortOf({ sort: '-name' }, ['name'])).toBe('-name');
  expect(sortOf({ sort: 'password' }, ['name'])).toBeUndefined();
  expect(text({ q: 42 }, 'q')).toBe('42');
  expect(given({ q: undefined, sort: 'name' })).toEqual({ sort: 'name' });
});

test('after signing in nobody is sent to another site', () => {
  expect(innerPath({ next: '/customers' }, 'next')).toBe('/customers');
  for (const next of ['//evil.example', '/\\evil.example', 'https://evil.example', '']) {
    expect(innerPath({ next }, 'next')).toBeUndefined();
  }
});
