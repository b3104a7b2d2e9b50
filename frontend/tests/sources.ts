import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

export interface SourceFile {
  /** From `src/`, with forward slashes. */
  path: string;
  text: string;
}

const GENERATED = 'api/schema.d.ts';

/** Every TypeScript file that people wrote, tests left out. */
export function sourceFiles(): SourceFile[] {
  const names = readdirSync('src', { recursive: true, encoding: 'utf8' });
  return names
    .map((name) => name.replaceAll('\\', '/'))
    .filter((name) => /\.tsx?$/.test(name) && !/\.test\.tsx?$/.test(name) && name !== GENERATED)
    .sort()
    .map((path) => ({ path, text: readFileSync(join('src', path), 'utf8') }));
}
