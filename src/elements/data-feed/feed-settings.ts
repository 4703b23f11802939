import { absoluteTemplate } from '../../feed/history-request.js';
import { pageTransports } from '../../feed/page-transports.js';
import type { ConnectDetails, FeedSettings } from '../../feed/protocol.js';

/** A feed's attributes, as they were written. */
export interface FeedAttributes {
  readonly src: string;
  readonly transport: string;
  readonly format: string;
  readonly map: string;
  readonly protocols: string;
  readonly staleAfter: number;
  readonly history: string;
  readonly beforeconnect: unknown;
}

const STALE_AFTER_MS = 10_000;

/** What they mean to the worker. `note` hears what is wrong with one, whose default then stands in. */
export function readFeedSettings(
  attributes: FeedAttributes,
  base: string,
  note: (problem: string) => void,
): FeedSettings {
  const { src, transport, format, map, staleAfter, beforeconnect } = attributes;
  if (!(staleAfter > 0)) note('stale-after: expected a number above 0');
  return {
    sources: src
      .split(/\s+/)
      .filter(Boolean)
      .map((each) => absoluteSource(each, transport, base)),
    transport,
    format: format.trim(),
    // a codec of the page's own is named by its address
    codec: /[/:]/.test(format) && URL.canParse(format, base) ? new URL(format, base).href : undefined,
    transports: [...pageTransports],
    map,
    protocols: attributes.protocols.split(/[\s,]+/).filter(Boolean),
    staleAfter: staleAfter > 0 ? staleAfter : STALE_AFTER_MS,
    history: historyOf(attributes.history, base, note),
    prepared: typeof beforeconnect === 'function',
  };
}

/** What a page answers before an attempt, as it can go to the worker: a URL object cannot. Null is nothing, as frameworks have it. */
export function detailsFor(
  details: ConnectDetails | null | undefined,
  transport: string,
  base: string,
): ConnectDetails | undefined {
  const { url, headers, protocols, messages } = details ?? {};
  return {
    ...((url ?? '') !== '' && { url: absoluteSource(String(url), transport, base) }),
    ...(headers && { headers }),
    ...(protocols && { protocols: [protocols].flat() }),
    ...(messages && { messages: [messages].flat() }),
  };
}

/** An address as the worker needs it, which has no document to be relative to; as it is where it makes no sense. */
function absoluteSource(src: string, transport: string, base: string): string {
  const [, scheme = '', rest = src] = /^(replay:)?(.*)$/s.exec(src) ?? [];
  const over = scheme || ['websocket', 'sse', 'http', 'replay'].includes(transport) || /^\.{0,2}\//.test(src);
  if (!over || !URL.canParse(rest, base)) return src;
  const { href } = new URL(rest, base);
  return scheme + (transport === 'websocket' ? href.replace(/^http/, 'ws') : href);
}

/** The template as the worker needs it; empty where there is none. */
function historyOf(template: string, base: string, note: (problem: string) => void): string {
  if (!template || template === 'auto' || /^sim:/i.test(template)) return template;
  try {
    return absoluteTemplate(template, base);
  } catch (error) {
    note(`history "${template}": ${(error as Error).message}`);
    return '';
  }
}
