import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { authorisedFetch, call, ifMatch } from './client';
import { ProblemError } from './problem';
import { accessToken, refreshSession, sessionState, signedIn, signedOut } from './session';

const URL_OF_LIST = 'http://localhost/api/v1/customers';

function answer(status: number, body: unknown = {}): Response {
  return new Response(JSON.stringify(body), { status });
}

beforeEach(() => signedIn({ access_token: 'old', workspace: { id: 'one' } }));
afterEach(() => {
  vi.unstubAllGlobals();
  signedOut();
});

/** A server that takes only the new token, and hands it out on refresh. */
function stubServer() {
  const refreshes = { count: 0 };
  const seen: Request[] = [];
  vi.stubGlobal('fetch', async (input: Request | string) => {
    if (typeof input === 'string') {
      refreshes.count += 1;
      await Promise.resolve();
      return answer(200, { access_token: 'new', workspace: { id: 'one' } });
    }
    seen.push(input);
    return answer(input.headers.get('Authorization') === 'Bearer new' ? 200 : 401);
  });
  return { refreshes, seen };
}

test('requests that meet an ended token together share one refresh and are all answered', async () => {
  const { refreshes } = stubServer();
  const requests = Array.from({ length: 5 }, () => authorisedFetch(new Request(URL_OF_LIST)));
  const answers = await Promise.all(requests);
  expect(answers.map((one) => one.status)).toEqual([200, 200, 200, 200, 200]);
  expect(refreshes.count).toBe(1);
  expect(accessToken()).toBe('new');
});

test('a request sent again carries the same body and the same idempotency key', async () => {
  const { seen } = stubServer();
  const body = JSON.stringify({ name: 'Northwind' });
  await authorisedFetch(new Request(URL_OF_LIST, { method: 'POST', body }));
  expect(seen).toHaveLength(2);
  const keys = seen.map((request) => request.headers.get('Idempotency-Key'));
  expect(keys[0]).toMatch(/^[0-9a-f]{32}$/);
  expect(keys[1]).toBe(keys[0]);
  expect(await seen[1]?.text()).toBe(body);
});

test('a refused refresh ends the session and hands back the first answer', async () => {
  vi.stubGlobal('fetch', async () => answer(401));
  const response = await authorisedFetch(new Request(URL_OF_LIST));
  expect(response.status).toBe(401);
  expect(sessionState()).toBe('signed-out');
});

test('a server in trouble does not sign anybody out', async () => {
  vi.stubGlobal('fetch', async () => answer(503));
  expect(await refreshSession()).toBe(false);
  expect(sessionState()).toBe('signed-in');
});

test('signing in with a wrong password is not answered by a refresh', async () => {
  const { refreshes } = stubServer();
  const url = 'http://localhost/api/v1/auth/token';
  await authorisedFetch(new Request(url, { method: 'POST', body: 'username=a' }));
  expect(refreshes.count).toBe(0);
});

test('a problem answer becomes a ProblemError with its slug, detail and fields', async () => {
  const problem = {
    type: 'https://rapport.dev/problems/invalid-request',
    title: 'Please check the marked fields',
    detail: 'Some fields cannot be accepted.',
    errors: [{ pointer: '/name', code: 'too_short', message: 'Give it a name.' }],
  };
  const failed = call(Promise.resolve({ error: problem, response: answer(422) }));
  await expect(failed).rejects.toMatchObject({
    status: 422,
    slug: 'invalid-request',
    message: 'Please check the marked fields',
    fields: [{ pointer: '/name', message: 'Give it a name.' }],
  });
});

test('a request without an answer is a problem with status 0', async () => {
  const failed = call(Promise.reject(new TypeError('Failed to fetch')));
  await expect(failed).rejects.toBeInstanceOf(ProblemError);
  await expect(failed).rejects.toMatchObject({ status: 0 });
});

test('the version travels as a quoted entity tag', () => {
  expect(ifMatch(7)).toEqual({ 'if-match': '"7"' });
});
