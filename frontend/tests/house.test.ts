import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { literalText, longFunctions, setAside, tooLong, wrongImports } from './house';
import { sourceFiles } from './sources';

const files = sourceFiles();
const planted = (path: string, text: string) => [{ path, text }];

describe('the code keeps the rules of the house', () => {
  test('files are short', () => expect(tooLong(files)).toEqual([]));
  test('functions are short', () => expect(longFunctions(files)).toEqual([]));
  test('imports go one way', () => expect(wrongImports(files)).toEqual([]));
  test('text is in the catalogue', () => expect(literalText(files)).toEqual([]));
  test('nothing is set aside', () => expect(setAside(files)).toEqual([]));
  test('there is code to look at', () => expect(files.length).toBeGreaterThan(100));
});

describe('each rule finds what breaks it', () => {
  test('a long file', () => expect(tooLong(planted('ui/a.ts', '\n'.repeat(300)))).toHaveLength(1));
  test('a long function', () => {
    const text = `export function a() {${'\n  b();'.repeat(120)}\n}`;
    expect(longFunctions(planted('ui/a.ts', text))).toHaveLength(1);
  });
  test('a feature that knows another', () => {
    const text = "import { x } from '@/features/projects/x';";
    expect(wrongImports(planted('features/customers/a.ts', text))).toHaveLength(1);
  });
  test('a feature that knows the app, also by a relative or lazy path', () => {
    const far = "import { x } from '../../app/x';";
    const lazy = "const x = () => import('@/app/x');";
    expect(wrongImports(planted('features/customers/a.ts', far))).toHaveLength(1);
    expect(wrongImports(planted('features/customers/a.ts', lazy))).toHaveLength(1);
  });
  test('a part of the ui that asks the server', () => {
    const text = "import { api } from '@/api/client';";
    expect(wrongImports(planted('ui/a.ts', text))).toHaveLength(1);
  });
  test('text between tags and in a label', () => {
    expect(literalText(planted('ui/a.tsx', 'const a = <p>Hello</p>;'))).toHaveLength(1);
    expect(literalText(planted('ui/a.tsx', 'const a = <p aria-label="Hello" />;'))).toHaveLength(1);
    expect(literalText(planted('ui/a.tsx', 'const a = <p>{"Hello"}</p>;'))).toHaveLength(1);
    expect(literalText(planted('ui/a.tsx', 'const a = <p className="x">{b} · </p>;'))).toEqual([]);
  });
  test('a rule that is switched off', () => {
    expect(setAside(planted('ui/a.ts', `// @ts-${'ignore'}`))).toHaveLength(1);
  });
});

test('the lock names no place to fetch from', () => {
  const lock = readFileSync('package-lock.json', 'utf8');
  expect(lock.includes('"resolved"')).toBe(false);
  expect(/registry\.|git\+/.test(lock)).toBe(false);
});
