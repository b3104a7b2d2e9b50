export interface HighlightPart {
  text: string;
  isMatch: boolean;
  /** Where the part begins in the marked text: its identity. */
  start: number;
}

const ENTITIES: Record<string, string> = {
  '&amp;': '&',
  '&lt;': '<',
  '&gt;': '>',
  '&quot;': '"',
  '&#39;': "'",
  '&#x27;': "'",
  '&nbsp;': ' ',
};

/** Cuts the server's escaped text at its `<mark>`s; nothing of it ever becomes markup here. */
export function highlightParts(marked: string): HighlightPart[] {
  const parts: HighlightPart[] = [];
  let start = 0;
  let isMatch = false;
  for (const piece of marked.split(/(<\/?mark>)/)) {
    if (piece === '<mark>' || piece === '</mark>') isMatch = piece === '<mark>';
    else if (piece !== '') parts.push({ text: unescaped(piece), isMatch, start });
    start += piece.length;
  }
  return parts;
}

function unescaped(text: string): string {
  return text.replaceAll(/&(?:[a-z]+|#x?[0-9a-f]+);/g, (entity) => ENTITIES[entity] ?? entity);
}
