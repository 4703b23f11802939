/** The clients' process: does what its parent says, so that what clients cost is not the gateway's. */
import { QuietSocket } from './quiet-socket.ts';

/** What the parent asks. */
export type Order =
  /** Opens `count` more; each subscribes to one of the symbols, by turns. */
  | { readonly do: 'open'; readonly port: number; readonly count: number; readonly symbols: readonly string[] }
  /** Opens one that subscribes to all and then reads nothing. */
  | { readonly do: 'stall'; readonly port: number; readonly symbols: readonly string[] }
  | { readonly do: 'count' }
  | { readonly do: 'close' };

/** Clients that stand, what they have received, and why one did not come to stand. */
export interface Count {
  readonly open: number;
  readonly frames: number;
  readonly bytes: number;
  /** Processor time of this process so far, seconds. */
  readonly processor: number;
  readonly problem?: string;
}

/** Connections under way at once. */
const AT_ONCE = 50;
/** An address has some 28,000 ports; this many clients share one. */
const PER_ADDRESS = 20_000;

const clients: QuietSocket[] = [];
let opened = 0;

async function open({ port, count, symbols }: Extract<Order, { do: 'open' }>): Promise<void> {
  let left = count;
  const one = async () => {
    while (left-- > 0) {
      const number = opened++;
      const symbol = symbols[number % symbols.length];
      const message = JSON.stringify({ type: 'subscribe', symbols: [symbol], format: 'json' });
      const from = `127.0.0.${2 + Math.floor(number / PER_ADDRESS)}`;
      clients.push(await QuietSocket.open({ port, from, message }));
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, one));
}

async function stall({ port, symbols }: Extract<Order, { do: 'stall' }>): Promise<void> {
  const message = JSON.stringify({ type: 'subscribe', symbols, format: 'json' });
  const client = await QuietSocket.open({ port, from: '127.0.0.1', message });
  client.stall();
}

function count(problem?: string): Count {
  const { user, system } = process.cpuUsage();
  let [open, frames, bytes] = [0, 0, 0];
  for (const client of clients) {
    if (!client.closed) open++;
    frames += client.frames;
    bytes += client.bytes;
  }
  return { open, frames, bytes, processor: (user + system) / 1e6, ...(problem !== undefined && { problem }) };
}

process.on('message', (order: Order) => {
  const follow = async () => {
    if (order.do === 'open') await open(order);
    else if (order.do === 'stall') await stall(order);
    else if (order.do === 'close') for (const client of clients.splice(0)) client.close();
  };
  follow().then(
    () => process.send?.(count()),
    (error: unknown) => process.send?.(count(String(error))),
  );
});
process.on('disconnect', () => process.exit());
