/** The list with one entry a step up (-1) or down (1); the same list at its ends. */
export function stepped<T>(values: T[], value: T, step: -1 | 1): T[] {
  const from = values.indexOf(value);
  const to = from + step;
  if (from < 0 || to < 0 || to >= values.length) return values;
  const next = values.filter((_, index) => index !== from);
  next.splice(to, 0, value);
  return next;
}
