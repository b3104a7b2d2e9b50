import { randomId } from '@/api/ids';
import type { Customer } from '@/api/types';

type Reference = Customer['external_refs'][number];

/** One line of the form; the key tells the lines apart while they are edited. */
export interface RefValues {
  key: string;
  system: string;
  id: string;
  url: string;
}

export function emptyReference(): RefValues {
  return { key: randomId(), system: '', id: '', url: '' };
}

/** The lines to begin with: what is known, or one to fill in. */
export function referenceValues(refs: Reference[]): RefValues[] {
  if (refs.length === 0) return [emptyReference()];
  return refs.map(({ system, id, url }) => ({ key: randomId(), system, id, url: url ?? '' }));
}

/** What the API takes; the last lines may stay empty, one between others is for the server to refuse. */
export function referenceBody(values: RefValues[]): Reference[] {
  const last = values.findLastIndex(({ system, id, url }) => `${system}${id}${url}`.trim() !== '');
  return values
    .slice(0, last + 1)
    .map(({ system, id, url }) => ({ system, id, url: url.trim() || null }));
}
