const SIGNATURES: readonly (readonly [string, string])[] = [
  ['\x89PNG\r\n\x1a\n', 'image/png'],
  ['\xff\xd8\xff', 'image/jpeg'],
  ['GIF87a', 'image/gif'],
  ['GIF89a', 'image/gif'],
];

/** The media type of a picture made of dots, by how it begins; null for all else, SVG among it. */
export function rasterType(octets: ArrayBuffer): string | null {
  const head = String.fromCharCode(...new Uint8Array(octets, 0, Math.min(octets.byteLength, 64)));
  if (head.startsWith('RIFF') && head.slice(8, 12) === 'WEBP') return 'image/webp';
  if (head.slice(4, 8) === 'ftyp' && /avi[fs]/.test(head.slice(8))) return 'image/avif';
  return SIGNATURES.find(([mark]) => head.startsWith(mark))?.[1] ?? null;
}
