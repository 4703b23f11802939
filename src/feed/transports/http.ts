import type { OpenTransport, TransportEnd } from '../transport.js';
import { EventParser } from './event-parser.js';
import { FrameSplitter } from './frame-splitter.js';
import { describeRefusal, waitOf } from './http-answer.js';
import { LineSplitter } from './line-splitter.js';
import { type Splitter, UnreadableStream } from './splitter.js';
import { Turns } from './turns.js';

/** One way to cut an answer into messages, and the types of content that are cut so. */
interface Format {
  readonly types: readonly string[];
  open(position: string | undefined): Splitter;
}

const EVENTS: Format = { types: ['text/event-stream'], open: (position) => new EventParser(position) };
const FRAMES: Format = { types: ['application/octet-stream'], open: () => new FrameSplitter() };
const LINES: Format = {
  types: ['application/x-ndjson', 'application/jsonl', 'application/json', 'text/plain'],
  open: () => new LineSplitter(),
};

/** Events of a server that has no name for them, or a wrong one; an HTML page is still taken for the mistake it is. */
const ANY_EVENTS: Format = { ...EVENTS, types: ['text/event-stream', 'text/plain', 'application/octet-stream', ''] };
const ANY_LINES: Format = { ...LINES, types: [...LINES.types, ''] };

/**
 * What is asked for. Without brackets, quotes and more than 128 characters, so that a server of another origin need not be asked for
 * permission first (https://fetch.spec.whatwg.org/#cors-safelisted-request-header).
 */
const ACCEPT = {
  events: 'text/event-stream',
  stream: 'application/x-ndjson, application/octet-stream, application/json, text/plain',
};

/** Server-sent events, newline-delimited JSON or binary frames, whichever the server answers with. */
export const openHttp = httpTransport([EVENTS, LINES, FRAMES], `${ACCEPT.events}, ${ACCEPT.stream}`);

/** Server-sent events, also where the server calls them plain text, bytes or nothing. */
export const openSse = httpTransport([ANY_EVENTS], ACCEPT.events);

/** Newline-delimited JSON or binary frames. */
export const openHttpStream = httpTransport([ANY_LINES, FRAMES], ACCEPT.stream);

/**
 * One GET, whose answer never ends. Cookies go to the page's own origin only; another origin needs a token in the URL or in a header that
 * its CORS rules allow. Nothing can be sent: what is wanted stands in the URL. Throws a TypeError for a URL or a header that cannot be sent.
 */
function httpTransport(formats: readonly Format[], accept: string): OpenTransport {
  return (target, events) => {
    const { shown } = target;
    const closed = new AbortController();
    const ask = request(target.url, shown, headersOf(target.headers, accept), closed.signal);
    let splitter: Splitter | undefined;
    const end = (end: TransportEnd) => {
      if (closed.signal.aborted) return;
      closed.abort(); // frees what of the answer nobody has read
      events.ended(end);
    };

    const run = async () => {
      const response = await ask(target.position);
      const refusal = await refusalOf(response, formats, shown);
      if (refusal) return end(refusal);
      splitter = formatOf(response, formats)?.open(target.position) as Splitter;
      if (closed.signal.aborted) return;
      events.opened();
      const turns = new Turns(events, closed.signal);
      const reader = (response.body as ReadableStream<Uint8Array>).getReader();
      for (;;) {
        // one chunk at a time: while we are busy the network waits, and the server with it
        const { done, value } = await reader.read();
        if (done) splitter.end();
        else splitter.push(value);
        await turns.drain(splitter);
        if (closed.signal.aborted) return;
        if (done) return end({ reason: `${shown} ended`, again: true, ...waitOf(splitter.retry) });
      }
    };
    run().catch((error: Error) => {
      const what =
        error instanceof UnreadableStream ? `${shown} sent ${error.message}` : lossOf(error, shown, splitter);
      end({ reason: what, again: true, ...waitOf(splitter?.retry) });
    });
    return {
      send: () => {},
      close: () => closed.abort(),
      get position() {
        return splitter ? splitter.position : target.position;
      },
    };
  };
}

function lossOf(error: Error, shown: string, splitter: Splitter | undefined): string {
  if (splitter) return `${shown} broke off: ${error.message}`;
  return `no connection to ${shown}: nobody answers, or the server does not allow this page (CORS)`;
}

/** Headers to send. A header that cannot be sent is told by its name: its value may be a token. */
function headersOf(given: Readonly<Record<string, string>>, accept: string): Headers {
  const headers = new Headers({ Accept: accept });
  for (const [name, value] of Object.entries(given)) {
    try {
      headers.set(name, value);
    } catch (error) {
      throw new TypeError(`header "${name}": its name or its value has characters that HTTP does not allow`, {
        cause: (error as Error).name,
      });
    }
  }
  return headers;
}

/** Asks for the stream, from behind a position on. Throws a TypeError for a URL that can never work. */
function request(
  url: string,
  shown: string,
  headers: Headers,
  signal: AbortSignal,
): (position: string | undefined) => Promise<Response> {
  const { origin, username, password } = parse(url, shown);
  if (username || password) {
    throw new TypeError(
      `"${shown}": a request cannot carry a user or password in its URL, send an Authorization header`,
    );
  }
  // other than that of a page or worker; elsewhere there is no such thing
  const foreign = globalThis.location !== undefined && globalThis.location.origin !== origin;
  const get = (all: Headers) => fetch(url, { headers: all, signal, cache: 'no-store', credentials: 'same-origin' });
  return async (position) => {
    if (position === undefined) return get(headers);
    const resuming = new Headers(headers);
    // as bytes of UTF-8, the way that an EventSource sends it: a header's characters are bytes
    resuming.set('Last-Event-ID', String.fromCharCode(...new TextEncoder().encode(position)));
    try {
      return await get(resuming);
    } catch (error) {
      // An EventSource may send this header anywhere, fetch only with leave. Live ticks are better than none: the gap is found by its numbers.
      if (!foreign || signal.aborted) throw error;
      return get(headers);
    }
  };
}

function parse(url: string, shown: string): URL {
  let parsed: URL | undefined;
  try {
    parsed = new URL(url);
  } catch {
    // told below
  }
  if (parsed?.protocol === 'http:' || parsed?.protocol === 'https:') return parsed;
  throw new TypeError(`"${shown}" is no address that begins with http:// or https://`);
}

/** What cuts this answer; undefined where nothing does. */
function formatOf(response: Response, formats: readonly Format[]): Format | undefined {
  const type = typeOf(response);
  return formats.find(({ types }) => types.includes(type));
}

function typeOf({ headers }: Response): string {
  return (headers.get('content-type') ?? '').split(';', 1)[0]?.trim().toLowerCase() as string;
}

/** Why an answer is no stream; undefined where it is one. */
async function refusalOf(
  response: Response,
  formats: readonly Format[],
  shown: string,
): Promise<TransportEnd | undefined> {
  const refusal = await describeRefusal(response, shown);
  if (refusal || formatOf(response, formats)) return refusal;
  const type = typeOf(response) || 'no content type';
  const expected = formats.flatMap(({ types }) => types.filter((one) => one !== '')).join(', ');
  return { reason: `${shown} answers with ${type}: expected ${expected}. Is the address right?`, again: false };
}
