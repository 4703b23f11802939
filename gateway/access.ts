import { createHash, timingSafeEqual } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';

/** Who may connect. */
export interface AccessRules {
  /** What clients show as `?token=` or `Authorization: Bearer`. Default: no token is asked for. */
  readonly token?: string;
  /** Origins whose pages may connect, as browsers send them (`https://example.test`). Default: any. Programs send none. */
  readonly origins?: readonly string[];
}

/** Why a request is refused. */
export interface Refusal {
  readonly status: 400 | 401 | 403 | 404 | 406 | 503;
  /** One line for people. */
  readonly reason: string;
}

/** Without this, pages of other origins cannot see when to come back. */
const READABLE = { 'Access-Control-Expose-Headers': 'Retry-After, Ticklane-Protocol' };

/** Checks requests against the rules. */
export class Access {
  readonly #token: Buffer | undefined;
  readonly #origins: ReadonlySet<string> | undefined;

  constructor({ token, origins }: AccessRules) {
    this.#token = token === undefined ? undefined : digest(token);
    this.#origins = origins === undefined ? undefined : new Set(origins);
  }

  /** Why a request may not go on; undefined where it may. */
  check(headers: IncomingHttpHeaders, query: URLSearchParams): Refusal | undefined {
    const { origin } = headers;
    if (origin !== undefined && !this.#allows(origin)) {
      return { status: 403, reason: `pages of ${origin.slice(0, 200)} may not connect` };
    }
    if (this.#token === undefined) return undefined;
    const shown = /^Bearer +(\S+) *$/i.exec(headers.authorization ?? '')?.[1] ?? query.get('token');
    if (shown === null) return { status: 401, reason: 'a token is needed: ?token=... or Authorization: Bearer ...' };
    // Digests have one length, so that the comparison takes the same time for every token.
    if (timingSafeEqual(digest(shown), this.#token)) return undefined;
    return { status: 401, reason: 'wrong token' };
  }

  /** The headers that let a page of this origin read the answer. */
  cors(origin: string | undefined): Readonly<Record<string, string>> {
    if (this.#origins === undefined) return { 'Access-Control-Allow-Origin': '*', ...READABLE };
    const vary = { Vary: 'Origin' };
    if (origin === undefined || !this.#allows(origin)) return vary;
    return { 'Access-Control-Allow-Origin': origin, ...READABLE, ...vary };
  }

  #allows(origin: string): boolean {
    return this.#origins?.has(origin) ?? true;
  }
}

function digest(token: string): Buffer {
  return createHash('sha256').update(token).digest();
}
