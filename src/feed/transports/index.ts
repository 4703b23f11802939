/** Transports move a source's frames into the feed worker, one file each. This file chooses one by the source's scheme. */
import { unknownName } from '../closest.js';
import type { TransportSource } from '../protocol.js';
import type { OpenTransport, TransportModule } from '../transport.js';
import { openHttp, openHttpStream, openSse } from './http.js';
import { openPush } from './push.js';
import { openReplay } from './replay.js';
import { openSimulator } from './simulator.js';
import { openWebSocket } from './websocket.js';

/** By the name that an author can choose. */
const NAMED: ReadonlyMap<string, OpenTransport> = new Map([
  ['websocket', openWebSocket],
  ['sse', openSse],
  ['http', openHttpStream],
  ['simulator', openSimulator],
  ['replay', openReplay],
  ['push', openPush],
]);

/** By scheme. */
const SCHEMES: ReadonlyMap<string, OpenTransport> = new Map([
  ['ws:', openWebSocket],
  ['wss:', openWebSocket],
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

/** The transport of an address. Throws a TypeError that says which schemes and names there are; it shows the address as the page wrote it. */
export function chooseTransport(
  url: string,
  name: string,
  loaded: ReadonlyMap<string, OpenTransport>,
  shown = url,
): OpenTransport {
  const scheme = /^[a-z][a-z0-9+.-]*:/i.exec(url)?.[0].toLowerCase() ?? '';
  const forced = NAMED.get(name);
  if (forced) return forced;
  if (name !== 'auto' && name !== 'nats' && name !== 'mqtt') {
    throw unknownName('transport', name, ['auto', ...NAMED.keys(), 'nats', 'mqtt']);
  }
  const open = SCHEMES.get(scheme) ?? loaded.get(scheme);
  if (open && (name === 'auto' || ENTRIES[scheme] === name)) return open;
  const entry = ENTRIES[scheme];
  if (entry) throw new TypeError(`src "${shown}": import 'ticklane/transports/${entry}' on the page first`);
  const problem = scheme ? `: no transport for ${scheme}` : ' is no URL';
  const known = [...SCHEMES.keys(), ...Object.keys(ENTRIES)].join(', ');
  throw new TypeError(`src "${shown}"${problem}, it begins with one of ${known}`);
}
