const AT_ONCE = 3;
/** What a mail may bring into the page, all its pictures together. */
const MOST_OCTETS = 25 * 1024 * 1024;
/** These say something of the server, so nothing else is asked of it. */
const DEAD = new Set(['picture-unreachable', 'picture-too-slow']);

export interface Gathered {
  pictures: Map<string, string>;
  failed: string[];
  /** Why the first that failed did. */
  cause: unknown;
}

interface Ways {
  /** The picture as a `data:` address; rejects with the reason where there is none. */
  fetchOne: (address: string) => Promise<string>;
  onProgress?: (done: number) => void;
}

/** Fetches pictures, a few at once; one that fails keeps no other back, but a dead server is left alone. */
export async function gather(addresses: readonly string[], ways: Ways): Promise<Gathered> {
  const gathered: Gathered = { pictures: new Map(), failed: [], cause: null };
  const deadHosts = new Set<string>();
  const waiting = [...addresses];
  let done = 0;
  let octets = 0;

  async function work(): Promise<void> {
    for (let address = waiting.shift(); address !== undefined; address = waiting.shift()) {
      try {
        const host = hostOf(address);
        if (deadHosts.has(host) || octets > MOST_OCTETS) gathered.failed.push(address);
        else {
          const picture = await ways.fetchOne(address);
          octets += picture.length;
          gathered.pictures.set(address, picture);
        }
      } catch (cause) {
        gathered.failed.push(address);
        gathered.cause ??= cause;
        if (DEAD.has(slugOf(cause))) deadHosts.add(hostOf(address));
      }
      done += 1;
      ways.onProgress?.(done);
    }
  }

  await Promise.all(Array.from({ length: AT_ONCE }, work));
  return gathered;
}

function hostOf(address: string): string {
  return /^(?:https?:)?\/\/([^/?#]*)/i.exec(address)?.[1]?.toLowerCase() ?? '';
}

function slugOf(cause: unknown): string {
  return typeof cause === 'object' && cause !== null && 'slug' in cause ? String(cause.slug) : '';
}
