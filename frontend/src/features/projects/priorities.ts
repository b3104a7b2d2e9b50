const USUAL = ['time', 'scope', 'cost', 'quality'];

/** What can be ranked, in the present order; what was not ranked yet comes last. */
export function rankedFor(priorities: readonly string[]): string[] {
  return [...new Set([...priorities, ...USUAL])];
}
