/** Transports move a source's frames into the feed worker, one file each. This file chooses one by the source's scheme. */
import { unknownName } from '../closest.js';
import type { FeedSettings } from '../protocol.js';
import type { OpenTransport } from '../transport.js';
import { openSimulator } from './simulator.js';
import { openWebSocket } from './websocket.js';

/** By the name that an author can choose, and by scheme. */
const TRANSPORTS: ReadonlyMap<string, OpenTransport> = new Map([
  ['websocket', openWebSocket],
  ['simulator', openSimulator],
  ['ws:', openWebSocket],
  ['wss:', openWebSocket],
  ['sim:', openSimulator],
]);

/** The transport for a feed's settings. Throws a TypeError that says which schemes and names there are. */
export function chooseTransport({ src, transport }: FeedSettings): OpenTransport {
  const scheme = /^[a-z][a-z0-9+.-]*:/i.exec(src)?.[0].toLowerCase();
  const auto = transport === 'auto';
  const open = TRANSPORTS.get((auto ? scheme : transport) ?? '');
  if (open) return open;
  if (!auto) throw unknownName('transport', transport, ['auto', 'websocket', 'simulator']);
  const problem = scheme ? `: no transport for ${scheme}` : ' is no URL';
  throw new TypeError(`src "${src}"${problem}, it begins with one of ws:, wss:, sim:`);
}
