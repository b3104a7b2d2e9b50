const LONGEST = 6;

/** A short key from a name: initials of several words, else the start of the one. */
export function suggestKey(name: string): string {
  const words = name
    .normalize('NFD')
    .replaceAll(/[^A-Za-z0-9 ]/g, '')
    .split(' ')
    .filter((word) => word !== '');
  const letters = words.length > 1 ? words.map((word) => word[0]).join('') : (words[0] ?? '');
  const key = words.length === 1 ? letters.slice(0, 4) : letters.slice(0, LONGEST);
  return key.toUpperCase();
}
