import { pieces } from './mentions';

/** The little Markdown that comments know, as data: nothing a person wrote is ever HTML. */
export type Span =
  | { kind: 'text' | 'code'; text: string }
  | { kind: 'strong' | 'emphasis'; spans: Span[] }
  | { kind: 'link'; address: string }
  | { kind: 'mention'; name: string };

export type Block =
  | { kind: 'paragraph' | 'quote'; lines: Span[][] }
  | { kind: 'list'; isOrdered: boolean; items: Span[][] };

const INLINE =
  /`([^`\n]+)`|\*\*([^*\n]+)\*\*|\*([^*\s][^*\n]*)\*|(https?:\/\/[^\s<>"'`]+[^\s<>"'`.,;:!?)\]])/g;
const BULLET = /^\s*[-*]\s+(.*)$/;
const NUMBER = /^\s*\d{1,3}[.)]\s+(.*)$/;
const QUOTE = /^>\s?(.*)$/;

export function blocks(body: string): Block[] {
  const found: Block[] = [];
  let isOpen = false;
  for (const line of body.split('\n')) {
    if (line.trim() === '') {
      isOpen = false;
      continue;
    }
    const next = blockOf(line);
    const last = found.at(-1);
    if (isOpen && last !== undefined && belongs(last, next)) append(last, next);
    else found.push(next);
    isOpen = true;
  }
  return found;
}

function blockOf(line: string): Block {
  const bullet = BULLET.exec(line);
  const number = NUMBER.exec(line);
  const item = bullet ?? number;
  if (item !== null) {
    return { kind: 'list', isOrdered: bullet === null, items: [spans(item[1] ?? '')] };
  }
  const quote = QUOTE.exec(line);
  if (quote !== null) return { kind: 'quote', lines: [spans(quote[1] ?? '')] };
  return { kind: 'paragraph', lines: [spans(line)] };
}

function belongs(last: Block, next: Block): boolean {
  if (last.kind === 'list' && next.kind === 'list') return last.isOrdered === next.isOrdered;
  return last.kind === next.kind;
}

function append(last: Block, next: Block): void {
  if (last.kind === 'list' && next.kind === 'list') last.items.push(...next.items);
  else if (last.kind !== 'list' && next.kind !== 'list') last.lines.push(...next.lines);
}

export function spans(line: string): Span[] {
  return pieces(line).flatMap((piece): Span[] =>
    piece.kind === 'mention' ? [{ kind: 'mention', name: piece.name }] : formatted(piece.text),
  );
}

function formatted(text: string): Span[] {
  const found: Span[] = [];
  let from = 0;
  for (const match of text.matchAll(INLINE)) {
    if (match.index > from) found.push({ kind: 'text', text: text.slice(from, match.index) });
    found.push(spanOf(match));
    from = match.index + match[0].length;
  }
  if (from < text.length) found.push({ kind: 'text', text: text.slice(from) });
  return found;
}

function spanOf([, code, strong, emphasis, address]: RegExpExecArray): Span {
  if (code !== undefined) return { kind: 'code', text: code };
  if (strong !== undefined) return { kind: 'strong', spans: formatted(strong) };
  if (emphasis !== undefined) return { kind: 'emphasis', spans: formatted(emphasis) };
  return { kind: 'link', address: address ?? '' };
}
