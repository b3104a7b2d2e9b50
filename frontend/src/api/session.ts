import type { components } from './schema';

type SignedIn = components['schemas']['SignedIn'];
/** What every sign-in answers, as far as it is kept. */
type NewToken = Pick<SignedIn, 'access_token'> & { workspace: Pick<SignedIn['workspace'], 'id'> };

/** `unknown` until the first refresh has answered. */
export type SessionState = 'unknown' | 'signed-in' | 'signed-out';

const REFRESH_URL = '/api/v1/auth/refresh';
const MARK = 'rapport-session';
const REFRESH_LOCK = 'rapport-refresh';

declare global {
  /** The renewal that public/early.js began, until it is taken up. */
  var rapportRenewal: Promise<Response> | undefined;
}

let token: string | null = null;
let workspace: string | null = null;
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

/** The workspace that the token is for; null while there is none. */
export function sessionWorkspace(): string | null {
  return workspace;
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

export function signedIn(answer: NewToken): void {
  token = answer.access_token;
  workspace = answer.workspace.id;
  mark(true);
  setState('signed-in');
}

export function signedOut(): void {
  token = null;
  workspace = null;
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
  refreshing ??= renewed().finally(() => {
    refreshing = null;
  });
  return refreshing;
}

async function renewed(): Promise<boolean> {
  const early = globalThis.rapportRenewal;
  globalThis.rapportRenewal = undefined;
  const response = await (early ?? inTurn(requestRenewal));
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

function requestRenewal(): Promise<Response> {
  return fetch(REFRESH_URL, { method: 'POST', credentials: 'same-origin' });
}

function inTurn(work: () => Promise<Response>): Promise<Response> {
  const locks = globalThis.navigator?.locks;
  return locks === undefined ? work() : locks.request(REFRESH_LOCK, work);
}

function setState(next: SessionState): void {
  if (next === state) return;
  state = next;
  for (const listener of listeners) listener();
}
