/** Transports move a source's frames into the feed worker, one file each. This file chooses one by the source's scheme. */
import { unknownName } from '../closest.js';
import type { FeedSettings } from '../protocol.js';
import type { OpenTransport } from '../transport.js';
import { openSimulator } from './simulator.js';
import { openWebSocket } from './websocket.js';

const BY_NAME: ReadonlyMap<string, OpenTransport> = new Map([
  ['websocket', openWebSocket],
  ['simulator', openSimulator],
]);
const BY_SCHEME: ReadonlyMap<string, string> = new Map([
  ['ws', 'websocket'],
  ['wss', 'websocket'],
  ['sim', 'simulator'],
]);

/** The transport for a feed's settings. Throws a TypeError that says which schemes and names there are. */
export function chooseTransport({ src, transport }: FeedSettings): OpenTransport {
  const scheme = /^([a-z][a-z0-9+.-]*):/i.exec(src)?.[1]?.toLowerCase() ?? '';
  const schemes = [...BY_SCHEME.keys()].map((each) => `${each}:`).join(', ');
  const name = transport === 'auto' ? BY_SCHEME.get(scheme) : transport;
  if (name === undefined) {
    throw new TypeError(
      scheme
        ? `src "${src}": no transport for ${scheme}:, use one of ${schemes}`
        : `src "${src}" is no URL: it begins with one of ${schemes}`,
    );
  }
  const open = BY_NAME.get(name);
  if (!open) throw unknownName('transport', name, ['auto', ...BY_NAME.keys()]);
  return open;
}
