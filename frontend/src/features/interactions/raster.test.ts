import { expect, test } from 'vitest';
import { rasterType } from './raster';

function octets(text: string): ArrayBuffer {
  return Uint8Array.from(text, (letter) => letter.charCodeAt(0)).buffer;
}

test('pictures are told by how they begin', () => {
  expect(rasterType(octets('\x89PNG\r\n\x1a\nrest'))).toBe('image/png');
  expect(rasterType(octets('\xff\xd8\xff\xe0'))).toBe('image/jpeg');
  expect(rasterType(octets('GIF89a'))).toBe('image/gif');
  expect(rasterType(octets('RIFF\0\0\0\0WEBPVP8 '))).toBe('image/webp');
  expect(rasterType(octets('\0\0\0\x1cftypavif\0\0\0\0'))).toBe('image/avif');
  expect(rasterType(octets('\0\0\0\x1cftypmif1\0\0\0\0avif'))).toBe('image/avif');
});

test('whatever could hold a script is no picture', () => {
  for (const text of [
    '',
    '<svg xmlns="http://www.w3.org/2000/svg"/>',
    '<?xml ?><svg/>',
    'GIF88a',
    '%PDF-',
  ]) {
    expect(rasterType(octets(text))).toBeNull();
  }
});
