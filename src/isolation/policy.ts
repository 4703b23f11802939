/**
 * The headers that isolate. Only documents and the scripts of workers have a policy; whatever else a page loads goes its usual way past
 * the worker, so that streams, ranges and answers that nobody may read are as they were. Any thread.
 */
import type { IsolationSettings } from './settings.js';

/** What of a request decides. */
export type Asked = Pick<Request, 'mode' | 'destination'>;

/** Statuses of answers that cannot have a body, not even an empty one. */
const WITHOUT_BODY: readonly number[] = [204, 205, 304];

/** Whether the answer is a document, or starts a worker: these take a policy along. */
export function hasPolicy({ mode, destination }: Asked): boolean {
  return mode === 'navigate' || destination === 'worker' || destination === 'sharedworker';
}

/**
 * The same answer, isolated; its body passes through as it comes, and is not read here. An answer of status 0 (opaque, an error, or a redirect
 * that the browser follows by itself) cannot be changed and is given back untouched.
 */
export function isolated(answer: Response, { mode }: Asked, { embedder, resource }: IsolationSettings): Response {
  if (answer.status === 0) return answer;
  // A new answer has no address of its own: a worker that was moved would look for its imports where it no longer is.
  if (answer.redirected) return Response.redirect(answer.url);
  const headers = new Headers(answer.headers);
  if (mode === 'navigate') headers.set('Cross-Origin-Opener-Policy', 'same-origin');
  headers.set('Cross-Origin-Embedder-Policy', embedder);
  if (!headers.has('Cross-Origin-Resource-Policy')) headers.set('Cross-Origin-Resource-Policy', resource);
  const { status, statusText } = answer;
  return new Response(WITHOUT_BODY.includes(status) ? null : answer.body, { status, statusText, headers });
}
