/** The addresses in what somebody typed or pasted: one per line, or with commas, semicolons or blanks between. */
export function addressesIn(text: string): string[] {
  const seen = new Map<string, string>();
  for (const part of text.split(/[\s,;]+/)) {
    const address = part.replace(/^</, '').replace(/>$/, '');
    if (address.includes('@')) seen.set(address.toLowerCase(), address);
  }
  return [...seen.values()];
}
