import { parseArgs } from 'node:util';
import { LOG_LEVELS, type LogLevel } from './log.js';
import type { GatewayOptions } from './server.js';

/** A command line that cannot be followed: the message says which part and what would do. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

export const HELP = `ticklane gateway: a market behind WebSocket, server-sent events and HTTP streams.

  npm run gateway -- [--simulate N] [--rate N] [...]     a seeded simulator (the default)
  npm run gateway -- --replay FILE [--speed N] [--loop]  a venue's recorded session

Simulator
  --simulate N   how many symbols tick from the start: 1 to 100000 (default 1000);
                 10000 further ones are made when clients ask for them
  --rate N       ticks a second over all symbols: above 0, to 1000000 (default 10000)
  --seed N       the same seed gives the same ticks (default 1)
  --batch N      exactly N ticks a message: 1 to 65535 (default: what has gathered in 5 ms)
  --strict       refuse symbols beyond the first N instead of making them
  --recent N     ticks kept for clients of /sse that come back (default 262144, 19 MB,
                 taken when the first such client connects)

Replay
  --replay FILE  a capture, one {"t", "d", "m"} a line; the gateway answers subscribes as
                 the venue does, on any path, and plays to each client from the beginning,
                 250 ms after its last subscribe; on /sse and /stream at once
  --speed N      times the recorded pace; 0 is as fast as the client reads (default 1)
  --loop         start over at the end (default: the socket stays open and silent)

Who may connect
  --port N       0 is any free port (default 8787)
  --host NAME    address to listen on (default 127.0.0.1: this machine only;
                 0.0.0.0 lets others connect)
  --token TEXT   ask for ?token=TEXT or "Authorization: Bearer TEXT" everywhere but at
                 /healthz (default: the variable TICKLANE_TOKEN, which other users of
                 the machine cannot read from the list of processes; else none)
  --origin URL   let only pages of this origin connect, as https://example.test; may be
                 given several times (default: pages of any origin). Programs that send
                 no origin are not held back by it: use a token

Limits
  --max-connections N    clients at a time, more get 503 (default 10000)
  --max-message-bytes N  largest message of a client, larger ones end its connection
                         with 1009 (default 1048576)
  --max-messages N       messages a second of one client, more end its connection with
                         1008 (default 200)
  --max-subscriptions N  symbols of one client (default 10000)
  --high-water BYTES     bytes waiting for a client beyond which it gets only the newest
                         trade and quote of each symbol (default 1048576)
  --shed-after MS        how long a client may go on not reading before it is dropped
                         with 1013 (default 15000)

Running it
  --log-level LEVEL      JSON lines on standard error: debug, info, warn, error or silent
                         (default warn); tokens are never logged
  --drain MS             how long clients have to take what was sent when it stops
                         (default 5000)
  --help                 this text

Serves /ws (WebSocket), /sse (server-sent events), /stream (newline-delimited JSON, or
binary frames), /symbols, /history, /healthz, /metrics (Prometheus) and / over HTTP.
Every output carries a sign of life every 2 seconds. Ctrl-C or SIGTERM stops it: clients
are told, and what is on its way is sent; a second signal ends it at once. Exit codes:
0 stopped, 1 could not listen, 2 a bad command line or capture.

  npm run gateway -- --rate 50
  curl -N 'http://127.0.0.1:8787/stream?symbols=BTC-USD,ETH-USD'
`;

const FLAGS = {
  simulate: { type: 'string' },
  rate: { type: 'string' },
  seed: { type: 'string' },
  batch: { type: 'string' },
  strict: { type: 'boolean' },
  recent: { type: 'string' },
  replay: { type: 'string' },
  speed: { type: 'string' },
  loop: { type: 'boolean' },
  port: { type: 'string' },
  host: { type: 'string' },
  token: { type: 'string' },
  origin: { type: 'string', multiple: true },
  'max-connections': { type: 'string' },
  'max-message-bytes': { type: 'string' },
  'max-messages': { type: 'string' },
  'max-subscriptions': { type: 'string' },
  'high-water': { type: 'string' },
  'shed-after': { type: 'string' },
  'log-level': { type: 'string' },
  drain: { type: 'string' },
  help: { type: 'boolean', short: 'h' },
} as const;

const SIMULATOR_FLAGS = ['simulate', 'rate', 'seed', 'batch', 'strict', 'recent', 'high-water', 'shed-after'] as const;
const REPLAY_FLAGS = ['speed', 'loop'] as const;

/** Most that a limit may say. */
const MOST = 2 ** 31 - 1;

/** The gateway that a command line and the environment ask for, or `help`. Throws a UsageError. */
export function parseCommandLine(
  args: readonly string[],
  environment: Readonly<Record<string, string | undefined>> = {},
): GatewayOptions | 'help' {
  const flags = parse(args);
  if (flags.help) return 'help';
  const common = {
    host: flags.host ?? '127.0.0.1',
    port: whole('--port', flags.port, 0, 65535) ?? 8787,
    ...accessOf(flags.token ?? environment.TICKLANE_TOKEN, flags.origin),
    maxConnections: whole('--max-connections', flags['max-connections'], 1, MOST),
    maxMessageBytes: whole('--max-message-bytes', flags['max-message-bytes'], 1, MOST),
    maxMessages: whole('--max-messages', flags['max-messages'], 1, MOST),
    maxSubscriptions: whole('--max-subscriptions', flags['max-subscriptions'], 1, MOST),
    logLevel: logLevelOf(flags['log-level'] ?? 'warn'),
    drain: whole('--drain', flags.drain, 0, MOST) ?? 5000,
  };
  if (flags.replay === undefined) {
    for (const name of REPLAY_FLAGS) {
      if (flags[name] !== undefined) throw new UsageError(`--${name} belongs to --replay FILE`);
    }
    return {
      ...common,
      simulate: whole('--simulate', flags.simulate, 1, 100_000) ?? 1000,
      rate: number('--rate', flags.rate, 0, 1_000_000, 'above') ?? 10_000,
      seed: whole('--seed', flags.seed, 0, 2 ** 32 - 1) ?? 1,
      batch: whole('--batch', flags.batch, 1, 65535) ?? 0,
      strict: flags.strict ?? false,
      recent: whole('--recent', flags.recent, 1, 2 ** 26),
      highWater: whole('--high-water', flags['high-water'], 1, MOST),
      shedAfter: whole('--shed-after', flags['shed-after'], 0, MOST),
    };
  }
  for (const name of SIMULATOR_FLAGS) {
    if (flags[name] !== undefined) throw new UsageError(`--${name} belongs to the simulator, not to --replay`);
  }
  if (flags.replay === '') throw new UsageError('--replay: name a file');
  const speed = number('--speed', flags.speed, 0, Number.POSITIVE_INFINITY, 'from') ?? 1;
  return { ...common, replay: flags.replay, speed, loop: flags.loop ?? false };
}

function accessOf(token: string | undefined, origins: readonly string[] | undefined) {
  if (token !== undefined && !/^[\x21-\x7e]+$/.test(token)) {
    throw new UsageError('--token: expected printable ASCII characters without a space');
  }
  for (const origin of origins ?? []) {
    const wanted = URL.canParse(origin) ? new URL(origin).origin : 'null';
    if (wanted === 'null') throw new UsageError(`--origin ${origin}: expected an origin as https://example.test`);
    if (wanted !== origin) throw new UsageError(`--origin ${origin}: expected ${wanted}, as browsers send it`);
  }
  return { token, origins };
}

function logLevelOf(text: string): LogLevel {
  const level = LOG_LEVELS.find((one) => one === text);
  if (level === undefined) throw new UsageError(`--log-level ${text}: expected one of ${LOG_LEVELS.join(', ')}`);
  return level;
}

function parse(args: readonly string[]) {
  try {
    return parseArgs({ args: [...args], options: FLAGS, allowPositionals: false }).values;
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error), { cause: error });
  }
}

/** The whole number a flag gives, undefined where it is absent. Throws a UsageError. */
export function whole(flag: string, text: string | undefined, least: number, most: number): number | undefined {
  const value = number(flag, text, least, most, 'from');
  if (value !== undefined && !Number.isInteger(value)) throw new UsageError(`${flag} ${text}: expected a whole number`);
  return value;
}

function number(
  flag: string,
  text: string | undefined,
  least: number,
  most: number,
  bound: 'from' | 'above',
): number | undefined {
  if (text === undefined) return undefined;
  const value = text.trim() === '' ? Number.NaN : Number(text);
  if (Number.isNaN(value) || value < least || value > most || (bound === 'above' && value === least)) {
    throw new UsageError(
      `${flag} ${text}: expected a number ${bound} ${least}${most === Number.POSITIVE_INFINITY ? '' : ` to ${most}`}`,
    );
  }
  return value;
}
