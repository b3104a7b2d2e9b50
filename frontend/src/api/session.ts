import type { components } from './schema';

type SignedIn = components['schemas']['SignedIn'];

/** `unknown` until the first refresh has answered. */
export type SessionState = 'unknown' | 'signed-in' | 'signed-out';

const REFRESH_URL = '/api/v1/auth/refresh';
const MARK = 'rapport-session';
const REFRESH_LOCK = 'rapport-refresh';

let token: string | null = null;
let state: SessionState = 'unknown';
let refreshing: Promise<boolean> | null = null;
const listeners = new Set<() => void>();
const channel =
  typeof BroadcastChannel === 'undefined' ? null : new BroadcastChannel('rapport-session');

/** The access token lives here and nowhere else: never in storage, never in a cookie we can read. */
export function accessToken(): string | null {
  return token;
}

export function sessionState(): SessionState {
  return state;
}

export function subscribeSession(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** Whether this browser may hold a refresh cookie, which no script can see. The mark is no secret. */
export function mayHaveSession(): boolean {
  try {
    return localStorage.getItem(MARK) !== null;
  } catch {
    return true;
  }
}

export function signedIn(answer: Pick<SignedIn, 'access_token'>): void {
  token = answer.access_token;
  mark(true);
  setState('signed-in');
}

export function signedOut(): void {
  token = null;
  mark(false);
  setState('signed-out');
}

/** Tells the other tabs of this browser that the session is now another one. */
export function announceSessionChange(change: 'signed-out' | 'switched'): void {
  channel?.postMessage(change);
}

export function onSessionChangeElsewhere(
  listener: (change: 'signed-out' | 'switched') => void,
): () => void {
  const hear = (event: MessageEvent<'signed-out' | 'switched'>) => listener(event.data);
  channel?.addEventListener('message', hear);
  return () => channel?.removeEventListener('message', hear);
}

/**
 * Trades the httpOnly cookie for a new access token. Callers that arrive while one is under way
 * share it, and tabs take turns: presenting a used cookie would revoke the whole family.
 */
export function refreshSession(): Promise<boolean> {
  refreshing ??= inTurn(requestRefresh).finally(() => {
    refreshing = null;
  });
  return refreshing;
}

async function requestRefresh(): Promise<boolean> {
  const response = await fetch(REFRESH_URL, { method: 'POST', credentials: 'same-origin' });
  if (response.ok) {
    signedIn((await response.json()) as SignedIn);
    return true;
  }
  if (response.status === 401 || response.status === 403) signedOut();
  return false;
}

function mark(isSignedIn: boolean): void {
  try {
    if (isSignedIn) localStorage.setItem(MARK, '1');
    else localStorage.removeItem(MARK);
  } catch {
    // Without storage the cookie is simply tried.
  }
}

function inTurn(work: () => Promise<boolean>): Promise<boolean> {
  const locks = globalThis.navigator?.locks;
  return locks === undefined ? work() : locks.request(REFRESH_LOCK, work);
}

function setState(next: SessionState): void {
  if (next === state) return;
  state = next;
  for (const listener of listeners) listener();
}
