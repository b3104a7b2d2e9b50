/** Reads page state from the address: what is not one of the known values is left out. */

/** Leaves out what has no value, so that the address shows only what someone chose. */
export function given<T extends Record<string, unknown>>(values: T): Partial<T> {
  const entries = Object.entries(values).filter(([, value]) => value !== undefined);
  return Object.fromEntries(entries) as Partial<T>;
}

type Raw = Record<string, unknown>;

export function text(search: Raw, name: string): string | undefined {
  const value = search[name];
  if (typeof value === 'number') return String(value);
  return typeof value === 'string' && value !== '' ? value : undefined;
}

export function oneOf<T extends string>(
  search: Raw,
  name: string,
  known: readonly T[],
): T | undefined {
  return known.find((value) => value === search[name]);
}

/** An order of the API: one of its names, with `-` before it for descending. */
export function sortOf(search: Raw, names: readonly string[]): string | undefined {
  const value = search.sort;
  return typeof value === 'string' && names.includes(value.replace(/^-/, '')) ? value : undefined;
}

/** Only places of this application: a full address would send the person elsewhere. */
export function innerPath(search: Raw, name: string): string | undefined {
  const value = text(search, name);
  return value !== undefined && /^\/(?![/\\])/.test(value) ? value : undefined;
}
