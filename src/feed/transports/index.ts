/** Transports move a source's frames into the feed worker, one file each. This file chooses one by the source's scheme. */
import { unknownName } from '../closest.js';
import type { LoadPart } from '../parts.js';
import type { TransportSource } from '../protocol.js';
import type { OpenTransport, TransportModule } from '../transport.js';
import { openPush } from './push.js';
import { openWebSocket } from './websocket.js';

/** By the name that an author can choose. */
const NAMED: ReadonlyMap<string, OpenTransport> = new Map([
  ['websocket', openWebSocket],
  ['push', openPush],
]);

/** By scheme. */
const SCHEMES: ReadonlyMap<string, OpenTransport> = new Map([
  ['ws:', openWebSocket],
  ['wss:', openWebSocket],
]);

type Late = (load: LoadPart) => Promise<OpenTransport>;
const openSimulator: Late = async (load) => (await load('simulator')).openSimulator;
const openReplay: Late = async (load) => (await load('replay')).openReplay;
const openHttp: Late = async (load) => (await load('http')).openHttp;

/** Those whose code comes when they are first wanted, by name and by scheme. */
const LATE: ReadonlyMap<string, Late> = new Map([
  ['sse', async (load) => (await load('http')).openSse],
  ['http', async (load) => (await load('http')).openHttpStream],
  ['simulator', openSimulator],
  ['replay', openReplay],
  ['http:', openHttp],
  ['https:', openHttp],
  ['sim:', openSimulator],
  ['replay:', openReplay],
]);

/** Transports that are not part of the feed worker: the scheme, and the entry of the package that brings it. */
const ENTRIES: Readonly<Record<string, string>> = {
  'nats+ws:': 'nats',
  'nats+wss:': 'nats',
  'mqtt+ws:': 'mqtt',
  'mqtt+wss:': 'mqtt',
};

/** What an author can write, in messages. */
const NAMES = ['auto', 'websocket', 'sse', 'http', 'simulator', 'replay', 'push', 'nats', 'mqtt'];
const KNOWN = ['ws:', 'wss:', 'http:', 'https:', 'sim:', 'replay:', ...Object.keys(ENTRIES)];

/** Loads the transports that a page brought along; by scheme. One that does not load throws a TypeError when it is used. Feed worker. */
export async function loadTransports(sources: readonly TransportSource[]): Promise<Map<string, OpenTransport>> {
  const loaded = new Map<string, OpenTransport>();
  for (const { schemes, url } of sources) {
    try {
      const { transport } = (await import(/* @vite-ignore */ url)) as { readonly transport: TransportModule };
      for (const scheme of schemes) loaded.set(scheme, transport.open);
    } catch (error) {
      // other feeds of the page have no use for it
      const open = () => {
        throw new TypeError(`transport ${schemes[0]} does not load: ${(error as Error).message}`, { cause: error });
      };
      for (const scheme of schemes) loaded.set(scheme, open);
    }
  }
  return loaded;
}

const schemeOf = (url: string) => /^[a-z][a-z0-9+.-]*:/i.exec(url)?.[0].toLowerCase() ?? '';

/** Loads what an address needs, where that is not there yet. Feed worker. */
export async function loadTransport(
  url: string,
  name: string,
  loaded: Map<string, OpenTransport>,
  load: LoadPart,
): Promise<void> {
  const key = name === 'auto' ? schemeOf(url) : name;
  const late = LATE.get(key);
  if (late && !loaded.has(key)) loaded.set(key, await late(load));
}

/**
 * The transport of an address, once it is loaded. Throws a TypeError that says which schemes and names there are; it shows the address as the page
 * wrote it.
 */
export function chooseTransport(
  url: string,
  name: string,
  loaded: ReadonlyMap<string, OpenTransport>,
  shown = url,
): OpenTransport {
  const scheme = schemeOf(url);
  const forced = NAMED.get(name) ?? (name.endsWith(':') ? undefined : loaded.get(name));
  if (forced) return forced;
  if (name !== 'auto' && name !== 'nats' && name !== 'mqtt') {
    throw unknownName('transport', name, NAMES);
  }
  const open = SCHEMES.get(scheme) ?? loaded.get(scheme);
  if (open && (name === 'auto' || ENTRIES[scheme] === name)) return open;
  const entry = ENTRIES[scheme];
  if (entry) throw new TypeError(`src "${shown}": import 'ticklane/transports/${entry}' on the page first`);
  const problem = scheme ? `: no transport for ${scheme}` : ' is no URL';
  const known = KNOWN.join(', ');
  throw new TypeError(`src "${shown}"${problem}, it begins with one of ${known}`);
}
