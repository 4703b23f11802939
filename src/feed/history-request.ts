/** Asks a source for bars: the URL from a template, the request with its limits and its one repetition, and errors in words. */
import { unknownName } from './closest.js';
import { type History, parseHistory } from './history.js';

/** Which bars are wanted. */
export interface HistoryRequest {
  readonly symbol: string;
  /** As attributes write it: `1m`. */
  readonly interval: string;
  /** The newest so many. */
  readonly limit: number;
}

/** An answer is waited for so long, repetition included. */
const PATIENCE_MS = 10_000;
/** The most bytes of an answer: some 200,000 bars as JSON. */
const MOST_BYTES = 16 * 2 ** 20;
/** A busy server that does not say when is asked again after this, and up to twice as much, so that many pages do not come at once. */
const BACKOFF_MS = 500;
const SAMPLE_LENGTH = 120;

/**
 * The request's URL: `{symbol}`, `{interval}` and `{limit}` of the template filled in, percent-encoded. Throws a TypeError for a
 * placeholder of another name.
 */
export function historyUrl(template: string, request: HistoryRequest): string {
  return template.replace(/\{([^{}]*)\}/g, (_, name: string) => {
    const names = ['symbol', 'interval', 'limit'] as const;
    const known = names.find((one) => one === name);
    if (!known) throw unknownName('placeholder of history', name, names);
    return encodeURIComponent(request[known]);
  });
}

/** The template with an absolute address, as the feed worker needs it, whose own address is not the page's. `base`: `document.baseURI`. Throws a TypeError for no URL. */
export function absoluteTemplate(template: string, base: string): string {
  // a path may hold no braces, so that the parser has escaped them
  return new URL(template, base).href.replace(/%7B(\w*)%7D/gi, '{$1}');
}

/**
 * Fetches and parses the bars that `request` wants. Sent with the page's own credentials to its own origin only. A server that
 * is busy or failing (429, 5xx) is asked once more, when `Retry-After` says so or after half a second. Rejects with an Error that
 * says which symbol, where and why, also after `patience` ms, when `signal` gives up, and for an answer above 16 MB.
 * Addresses in messages are without their query, where tokens are.
 */
export async function fetchHistory(
  template: string,
  request: HistoryRequest,
  signal: AbortSignal,
  patience = PATIENCE_MS,
): Promise<History> {
  const url = historyUrl(template, request);
  const failed = (what: string, cause?: unknown) =>
    new Error(`history of "${request.symbol}" from ${url.replace(/[?#].*/, '')}: ${what}`, { cause });
  const stop = new AbortController();
  const end = performance.now() + patience;
  const giveUp = () => stop.abort();
  const timer = setTimeout(giveUp, patience);
  signal.addEventListener('abort', giveUp, { signal: stop.signal });
  if (signal.aborted) giveUp();
  let response: Response;
  let text: string | undefined;
  try {
    response = await fetch(url, { signal: stop.signal });
    const wait = waitOf(response);
    if (performance.now() + wait < end) {
      await response.body?.cancel();
      await pause(wait, stop.signal);
      response = await fetch(url, { signal: stop.signal });
    }
    text = await readText(response);
  } catch (error) {
    if (signal.aborted) throw failed('given up, as the feed disconnected', error);
    if (stop.signal.aborted) throw failed(`no answer within ${patience / 1000} s`, error);
    throw failed(
      `cannot be fetched (${(error as Error).message}): is it up, and does it allow this page (CORS)?`,
      error,
    );
  } finally {
    clearTimeout(timer);
    giveUp();
  }
  if (text === undefined) throw failed(`an answer above ${MOST_BYTES / 2 ** 20} MB: ask for fewer bars`);
  const sample = text.slice(0, SAMPLE_LENGTH);
  if (!response.ok) throw failed(`HTTP ${response.status} ${response.statusText} ${sample}`);
  try {
    return parseHistory(JSON.parse(text), request.limit);
  } catch (error) {
    if (error instanceof TypeError) throw failed(error.message, error);
    throw failed(`expected JSON, not ${response.headers.get('content-type')} that begins ${sample}`, error);
  }
}

/** Milliseconds after which a server that did not answer may be asked again; Infinity: never. */
function waitOf({ status, headers }: Response): number {
  if (status !== 429 && status < 500) return Number.POSITIVE_INFINITY;
  const after = headers.get('retry-after');
  if (!after) return BACKOFF_MS * (1 + Math.random());
  // seconds, or a date
  const seconds = Number(after);
  return Math.max(0, Number.isNaN(seconds) ? Date.parse(after) - Date.now() : seconds * 1000);
}

function pause(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(resolve, ms);
    signal.addEventListener('abort', () => {
      clearTimeout(timer);
      reject(signal.reason);
    });
  });
}

/** The body; undefined where it is too long. */
async function readText({ body }: Response): Promise<string | undefined> {
  const reader = body?.getReader();
  const decoder = new TextDecoder();
  let text = '';
  let bytes = 0;
  while (reader) {
    const { done, value } = await reader.read();
    if (done) break;
    bytes += value.length;
    if (bytes > MOST_BYTES) return undefined;
    text += decoder.decode(value, { stream: true });
  }
  return text + decoder.decode();
}
