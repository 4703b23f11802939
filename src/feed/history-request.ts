/** Asks a source for bars: the URL from a template, the request with its limits and its repetitions, and errors in words. */
import type { EpochMs } from '../market/tick.js';
import type { ZoneStretch } from '../memory/zone.js';
import { unknownName } from './closest.js';
import { type History, parseHistory } from './history.js';

/** Which bars are wanted. */
export interface HistoryRequest {
  readonly symbol: string;
  /** As attributes write it: `1m`. */
  readonly interval: string;
  /** The newest so many; of those that are not after `until`, where that is given. */
  readonly limit: number;
  /** Start of the first live bar, epoch ms, where there is one: a source that lags behind it is asked again. */
  readonly until?: EpochMs;
  /** Start of the newest bar that the asker has, epoch ms: a source that has come further since, and not to `until`, lags. */
  readonly since?: EpochMs;
  /** The zone from whose midnight bars are counted, as a lane has it: none for UTC. Left out: unknown. */
  readonly zone?: readonly ZoneStretch[];
}

/** A page of bars. */
export interface FetchedPage extends History {
  /** Milliseconds from the request to the end of the answer. */
  readonly took: number;
}

/** An answer is waited for so long, repetitions included. */
const PATIENCE_MS = 10_000;
/** The most bytes of an answer: some 200,000 bars as JSON. */
const MOST_BYTES = 16 * 2 ** 20;
/** A busy server is asked so often in all. */
const TRIES = 3;
/** One that does not say when is asked again after this, then after twice as much, and up to twice as late, so that many pages do not come at once. */
const BACKOFF_MS = 500;
/** Where it says when, up to this share of it later. */
const SPREAD = 0.25;
const SAMPLE_LENGTH = 120;
const PLACEHOLDERS = ['symbol', 'interval', 'limit', 'before'] as const;

/** What a template is filled in with; `before` in epoch ms. */
export type TemplateValues = Readonly<Record<(typeof PLACEHOLDERS)[number], string | number>>;

/**
 * The request's URL: `{symbol}`, `{interval}`, `{limit}` and `{before}` of the template filled in, percent-encoded. Throws a TypeError
 * for a placeholder of another name.
 */
export function historyUrl(template: string, values: TemplateValues): string {
  return template.replace(/\{([^{}]*)\}/g, (_, name: string) => {
    const known = PLACEHOLDERS.find((one) => one === name);
    if (!known) throw unknownName('placeholder of history', name, PLACEHOLDERS);
    return encodeURIComponent(values[known]);
  });
}

/** Whether a template can ask for older pages. */
export function isPaged(template: string): boolean {
  return template.includes('{before}');
}

/** The template with an absolute address, as the feed worker needs it, whose own address is not the page's. `base`: `document.baseURI`. Throws a TypeError for no URL. */
export function absoluteTemplate(template: string, base: string): string {
  // a path may hold no braces, so that the parser has escaped them
  return new URL(template, base).href.replace(/%7B(\w*)%7D/gi, '{$1}');
}

/**
 * Fetches and parses a page of bars of `symbol`; `rows` brings the answer into a shape that `parseHistory` knows. Sent with the
 * page's own credentials to its own origin only. A server that is busy or failing (429, 5xx) is asked three times in all, when
 * `Retry-After` says so or after half a second, then one. Rejects with an Error that says which symbol, where and why, also after
 * `patience` ms, when `signal` gives up, and for an answer above 16 MB. Addresses in messages are without their query, where tokens are.
 */
export async function fetchPage(
  url: string,
  symbol: string,
  signal: AbortSignal,
  rows: (answer: unknown) => unknown = (answer) => answer,
  patience = PATIENCE_MS,
): Promise<FetchedPage> {
  const failed = (what: string, cause?: unknown) =>
    new Error(`history of "${symbol}" from ${url.replace(/[?#].*/, '')}: ${what}`, { cause });
  const stop = new AbortController();
  const began = performance.now();
  const giveUp = () => stop.abort();
  const timer = setTimeout(giveUp, patience);
  signal.addEventListener('abort', giveUp, { signal: stop.signal });
  if (signal.aborted) giveUp();
  let response: Response;
  let text: string | undefined;
  try {
    for (let tries = 1; ; tries++) {
      response = await fetch(url, { signal: stop.signal });
      const wait = tries < TRIES ? waitOf(response, tries) : Number.POSITIVE_INFINITY;
      if (!(performance.now() + wait < began + patience)) break;
      await response.body?.cancel();
      await pause(wait, stop.signal);
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
  let answer: unknown;
  try {
    answer = JSON.parse(text);
  } catch (error) {
    throw failed(`expected JSON, not ${response.headers.get('content-type')} that begins ${sample}`, error);
  }
  try {
    return { ...parseHistory(rows(answer)), took: performance.now() - began };
  } catch (error) {
    throw failed((error as Error).message, error);
  }
}

/** Milliseconds after which a server that did not answer may be asked again, after so many tries; Infinity or NaN: never. */
function waitOf({ status, headers }: Response, tries: number): number {
  if (status !== 429 && status < 500) return Number.POSITIVE_INFINITY;
  const after = headers.get('retry-after');
  if (!after) return BACKOFF_MS * 2 ** (tries - 1) * (1 + Math.random());
  // seconds, or a date
  const seconds = Number(after);
  const wait = Math.max(0, Number.isNaN(seconds) ? Date.parse(after) - Date.now() : seconds * 1000);
  return wait * (1 + SPREAD * Math.random());
}

/** Rejects with the signal's reason once that gives up, also where it had. */
export function pause(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const give = () => {
      clearTimeout(timer);
      reject(signal.reason);
    };
    const timer = setTimeout(() => {
      signal.removeEventListener('abort', give);
      resolve();
    }, ms);
    if (signal.aborted) give();
    else signal.addEventListener('abort', give);
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
