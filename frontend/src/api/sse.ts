export interface ServerEvent {
  id: string | null;
  type: string;
  data: string;
}

/** Cuts a byte stream of server-sent events into events; comments and half-read lines are kept back. */
export class EventParser {
  private buffered = '';
  private readonly decoder = new TextDecoder();

  push(bytes: Uint8Array): ServerEvent[] {
    this.buffered += this.decoder.decode(bytes, { stream: true }).replaceAll('\r\n', '\n');
    const blocks = this.buffered.split('\n\n');
    this.buffered = blocks.pop() ?? '';
    return blocks.map(parseBlock).filter((event) => event !== null);
  }
}

function parseBlock(block: string): ServerEvent | null {
  const event: ServerEvent = { id: null, type: 'message', data: '' };
  for (const line of block.split('\n')) {
    const colon = line.indexOf(':');
    if (colon === 0) continue;
    const name = colon < 0 ? line : line.slice(0, colon);
    const value = colon < 0 ? '' : line.slice(colon + 1).replace(/^ /, '');
    if (name === 'id') event.id = value;
    if (name === 'event') event.type = value;
    if (name === 'data') event.data += event.data === '' ? value : `\n${value}`;
  }
  return event.data === '' && event.id === null ? null : event;
}
