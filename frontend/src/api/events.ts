import { accessToken, refreshSession } from './session';
import { EventParser, type ServerEvent } from './sse';
import type { EventRead } from './types';

const STREAM_URL = '/api/v1/events/stream';
const LEADER_LOCK = 'rapport-event-stream';
const FIRST_WAIT = 500;
const LONGEST_WAIT = 30_000;

interface Message {
  workspace: string;
  events?: EventRead[];
  /** The stream was away: whatever is on screen may be old. */
  isGap?: boolean;
}

interface Feed {
  workspace: string;
  onEvents: (events: EventRead[]) => void;
  onGap: () => void;
}

/**
 * Follows the live feed until `stop`. One tab of the browser holds the stream (Web Locks) and hands
 * what it hears to the others (BroadcastChannel), because HTTP/1.1 allows six connections only.
 */
export function followEvents(feed: Feed): () => void {
  const ending = new AbortController();
  const channel =
    typeof BroadcastChannel === 'undefined' ? null : new BroadcastChannel(LEADER_LOCK);
  channel?.addEventListener('message', ({ data }: MessageEvent<Message>) => deliver(feed, data));
  const tell = (message: Message) => {
    deliver(feed, message);
    channel?.postMessage(message);
  };
  const lead = () => stayConnected(feed.workspace, tell, ending.signal);
  const locks = globalThis.navigator?.locks;
  const name = `${LEADER_LOCK}-${feed.workspace}`;
  const led = locks ? locks.request(name, { signal: ending.signal }, lead) : lead();
  led.catch(() => undefined);
  return () => {
    ending.abort();
    channel?.close();
  };
}

function deliver(feed: Feed, message: Message): void {
  if (message.workspace !== feed.workspace) return;
  if (message.isGap) feed.onGap();
  if (message.events !== undefined && message.events.length > 0) feed.onEvents(message.events);
}

async function stayConnected(
  workspace: string,
  tell: (message: Message) => void,
  signal: AbortSignal,
): Promise<void> {
  let lastId: string | null = null;
  let failures = 0;
  while (!signal.aborted) {
    try {
      const response = await openStream(lastId, signal);
      // Without a last id the server cannot say what was missed since the page was first read.
      if (lastId === null) tell({ workspace, isGap: true });
      failures = 0;
      for await (const event of readEvents(response)) {
        lastId = event.id ?? lastId;
        const parsed = parseEvent(event);
        if (parsed !== null) tell({ workspace, events: [parsed] });
      }
    } catch {
      failures += 1;
    }
    await pause(waitBefore(failures), signal);
  }
}

/** Milliseconds before the next attempt: doubling, capped, with jitter so that tabs spread out. */
export function waitBefore(failures: number): number {
  const longest = Math.min(FIRST_WAIT * 2 ** Math.max(failures - 1, 0), LONGEST_WAIT);
  return failures === 0 ? 50 : longest / 2 + (Math.random() * longest) / 2;
}

async function openStream(
  lastId: string | null,
  signal: AbortSignal,
  isSecondTry = false,
): Promise<Response> {
  const headers = new Headers({ Accept: 'text/event-stream' });
  headers.set('Authorization', `Bearer ${accessToken() ?? ''}`);
  if (lastId !== null) headers.set('Last-Event-ID', lastId);
  const response = await fetch(STREAM_URL, { headers, signal, cache: 'no-store' });
  if (response.status === 401 && !isSecondTry && (await refreshSession())) {
    return openStream(lastId, signal, true);
  }
  if (!response.ok) throw new Error(`stream ${response.status}`);
  return response;
}

async function* readEvents(response: Response): AsyncGenerator<ServerEvent> {
  const parser = new EventParser();
  const reader = response.body?.getReader();
  if (reader === undefined) return;
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return;
    yield* parser.push(value);
  }
}

function parseEvent(event: ServerEvent): EventRead | null {
  try {
    const value: unknown = JSON.parse(event.data);
    const isEvent = typeof value === 'object' && value !== null && 'type' in value;
    return isEvent ? (value as EventRead) : null;
  } catch {
    return null;
  }
}

function pause(milliseconds: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, milliseconds);
    signal.addEventListener('abort', () => {
      clearTimeout(timer);
      resolve();
    });
  });
}
