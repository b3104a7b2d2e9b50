import createClient from 'openapi-fetch';
import { randomId } from './ids';
import { ProblemError } from './problem';
import type { paths } from './schema';
import { accessToken, refreshSession } from './session';

const SIGN_IN_PATHS =
  /\/api\/v1\/(auth\/(token|register|workspaces|refresh|logout|password-reset|password-reset\/confirm)|invitations\/(lookup|accept))$/;

/** The generated client. Every call goes through `call`, which turns a refusal into a ProblemError. */
export const api = createClient<paths>({ baseUrl: origin(), fetch: authorisedFetch });

interface Answer {
  data?: unknown;
  error?: unknown;
  response: Response;
}

export async function call<A extends Answer>(request: Promise<A>): Promise<NonNullable<A['data']>> {
  let answer: A;
  try {
    answer = await request;
  } catch (cause) {
    if (cause instanceof ProblemError || isAbort(cause)) throw cause;
    throw new ProblemError(0, {});
  }
  if (!answer.response.ok) throw new ProblemError(answer.response.status, answer.error);
  return answer.data as NonNullable<A['data']>;
}

/** Header for a conditional write: the version that the person was looking at. */
export function ifMatch(version: number): { 'if-match': string } {
  return { 'if-match': `"${version}"` };
}

/** Adds the bearer token and the idempotency key; on a 401 refreshes once and tries once more. */
export async function authorisedFetch(request: Request): Promise<Response> {
  if (request.method === 'POST' && !request.headers.has('Idempotency-Key')) {
    request.headers.set('Idempotency-Key', randomId());
  }
  const isSignIn = SIGN_IN_PATHS.test(new URL(request.url).pathname);
  const second = isSignIn ? null : request.clone();
  const usedToken = accessToken();
  const first = await fetch(withToken(request));
  if (first.status !== 401 || second === null) return first;
  // Another call may already have renewed the token while this one was on its way.
  const isRenewed = accessToken() !== usedToken && accessToken() !== null;
  return isRenewed || (await refreshSession()) ? fetch(withToken(second)) : first;
}

function withToken(request: Request): Request {
  const token = accessToken();
  if (token !== null) request.headers.set('Authorization', `Bearer ${token}`);
  return request;
}

function isAbort(cause: unknown): boolean {
  return cause instanceof DOMException && cause.name === 'AbortError';
}

function origin(): string {
  return globalThis.location?.origin ?? 'http://localhost';
}
