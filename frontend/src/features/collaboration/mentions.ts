/** A member who can be mentioned. */
export interface Person {
  id: string;
  name: string;
}

/** What a person types: names after `@`, and whom the names mean that were chosen from the list. */
export interface Draft {
  text: string;
  people: Person[];
}

export type Piece = { kind: 'text'; text: string } | { kind: 'mention'; name: string; id: string };

const MENTION =
  /@\[([^[\]\n]{1,200})\]\(user:([0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12})\)/gi;
const ASKED = /(?:^|[\s(])@([^\s@][^@\n]{0,39})?$/u;
const MOST = 6;

/** A comment as the API keeps it, cut into text and mentions. */
export function pieces(body: string): Piece[] {
  const found: Piece[] = [];
  let from = 0;
  for (const match of body.matchAll(MENTION)) {
    if (match.index > from) found.push({ kind: 'text', text: body.slice(from, match.index) });
    found.push({ kind: 'mention', name: match[1] ?? '', id: match[2] ?? '' });
    from = match.index + match[0].length;
  }
  if (from < body.length) found.push({ kind: 'text', text: body.slice(from) });
  return found;
}

/** A kept comment as it is edited: tokens become `@Name`. */
export function draftOf(body: string): Draft {
  const people: Person[] = [];
  const text = pieces(body).map((piece) => {
    if (piece.kind === 'text') return piece.text;
    if (!people.some(({ id }) => id === piece.id)) people.push({ id: piece.id, name: piece.name });
    return `@${piece.name}`;
  });
  return { text: text.join(''), people };
}

/** What is sent: every `@Name` that was chosen becomes a token, the longest names first. */
export function bodyOf({ text, people }: Draft): string {
  const byName = new Map(people.map((person) => [spoken(person.name), person]));
  const names = [...byName.keys()].sort((one, other) => other.length - one.length);
  if (names.length === 0) return text;
  const pattern = new RegExp(`@(${names.map(escaped).join('|')})(?![\\p{L}\\p{N}])`, 'gu');
  return text.replaceAll(pattern, (whole, name: string) => {
    const person = byName.get(name);
    return person === undefined ? whole : `@[${spoken(name)}](user:${person.id})`;
  });
}

export interface Asked {
  /** Where the `@` stands. */
  from: number;
  query: string;
}

/** The name that is being typed before the caret; null where none is. */
export function askedBefore(text: string, caret: number): Asked | null {
  const match = ASKED.exec(text.slice(0, caret));
  if (match === null) return null;
  const query = match[1] ?? '';
  return { from: caret - query.length - 1, query };
}

/** Members whose name, or a word of it, begins with what was typed. */
export function matching(members: readonly Person[], query: string): Person[] {
  const wanted = folded(query);
  const fits = ({ name }: Person) =>
    folded(name).startsWith(wanted) ||
    folded(name)
      .split(/\s+/)
      .some((word) => word.startsWith(wanted));
  return members.filter(fits).slice(0, MOST);
}

/** The draft with a member in the place of what was typed, and where the caret goes. */
export function withMention(draft: Draft, asked: Asked, person: Person): [Draft, number] {
  const end = asked.from + 1 + asked.query.length;
  const inserted = `@${spoken(person.name)} `;
  const text = draft.text.slice(0, asked.from) + inserted + draft.text.slice(end).replace(/^ /, '');
  const others = draft.people.filter(({ id }) => id !== person.id);
  return [{ text, people: [...others, person] }, asked.from + inserted.length];
}

/** Brackets would end the token. */
function spoken(name: string): string {
  return name.replaceAll('[', '(').replaceAll(']', ')').trim();
}

function folded(text: string): string {
  return text.normalize('NFD').replaceAll(/\p{M}/gu, '').toLocaleLowerCase();
}

function escaped(text: string): string {
  return text.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&');
}
