/** What a server that does not serve says, for people, and when it may be asked again. */
import { isObject } from '../codecs/json-text.js';
import type { TransportEnd } from '../transport.js';

/** A source may ask for a longer pause, and does not get it: a wrong clock or a mistake must not end a feed. */
const LONGEST_WAIT_MS = 5 * 60_000;
/** Of an answer's text so much is read, for so long, and so much of it is told. */
const SAMPLE_BYTES = 4096;
const PATIENCE_MS = 2000;
const SAMPLE_LENGTH = 200;

/** Statuses below 500 that pass by themselves: timeout, too early, too many requests. */
const PASSING = [408, 425, 429];

/**
 * Why an answer brings no messages; undefined where its status is that of one that does. 204 and 205 are how a source of server-sent
 * events says that nobody is to come back. Never rejects.
 */
export async function describeRefusal(response: Response, shown: string): Promise<TransportEnd | undefined> {
  const { status, statusText, headers } = response;
  if (status === 204 || status === 205)
    return { reason: `${shown} says that there is no more (${status})`, again: false };
  if (response.ok && response.body) return undefined;
  const said = await textOf(response);
  const reason = `${shown} refuses with ${[status, statusText].filter(Boolean).join(' ')}${said ? `: ${said}` : ''}`;
  if (status < 500 && !PASSING.includes(status)) return { reason, again: false };
  return { reason, again: true, ...waitOf(retryAfter(headers.get('retry-after'))) };
}

/** The `after` of an end, within its limits; nothing where the source asks for no pause. */
export function waitOf(ms: number | undefined): { after?: number } {
  return ms === undefined ? {} : { after: Math.min(ms, LONGEST_WAIT_MS) };
}

/** Milliseconds of a `Retry-After`: seconds, or a date. Undefined where it is neither, or absent. */
export function retryAfter(header: string | null, now = Date.now()): number | undefined {
  const text = header?.trim();
  if (!text) return undefined;
  const ms = /^\d+(\.\d+)?$/.test(text) ? Number(text) * 1000 : Date.parse(text) - now;
  return Number.isNaN(ms) ? undefined : Math.max(0, ms);
}

/** What a refusal says, in one line; '' where it says nothing that is meant for people. */
async function textOf(response: Response): Promise<string> {
  const type = response.headers.get('content-type') ?? '';
  if (/html|xml|octet-stream|event-stream/i.test(type)) return '';
  const text = await beginningOf(response);
  // neither control characters nor those that turn the direction of text
  const line = messageOf(text)
    .replace(/[\p{C}\s]+/gu, ' ')
    .trim();
  return line.length > SAMPLE_LENGTH ? `${line.slice(0, SAMPLE_LENGTH)}...` : line;
}

/** The text inside the usual shapes of an error in JSON; any other text as it is. */
function messageOf(text: string): string {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return text; // most are plain text
  }
  for (let depth = 0; depth < 3 && isObject(value); depth++) {
    value = value.error ?? value.message ?? value.detail ?? value.reason;
  }
  return typeof value === 'string' ? value : text;
}

async function beginningOf({ body }: Response): Promise<string> {
  const reader = body?.getReader();
  if (!reader) return '';
  const decoder = new TextDecoder();
  let text = '';
  const giveUp = () => void reader.cancel().catch(() => {}); // it broke by itself: as good
  const impatience = setTimeout(giveUp, PATIENCE_MS);
  try {
    while (text.length < SAMPLE_BYTES) {
      const { done, value } = await reader.read();
      if (done) break;
      text += decoder.decode(value, { stream: true });
    }
  } catch {
    // The status says the most; what came of the text is told.
  } finally {
    clearTimeout(impatience);
    giveUp();
  }
  return text;
}
