/** Posts a mail from a file, signed as a raw source wants it: HMAC-SHA256 of the body, in hex. */
export function curlExample(url: string, secret: string): string {
  return [
    'FILE=mail.eml',
    `SIGNATURE=$(openssl dgst -sha256 -hmac '${secret}' -r "$FILE" | cut -d' ' -f1)`,
    'curl --data-binary "@$FILE" \\',
    "  -H 'Content-Type: message/rfc822' \\",
    '  -H "X-Rapport-Signature: $SIGNATURE" \\',
    `  '${url}'`,
  ].join('\n');
}
