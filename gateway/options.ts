import { parseArgs } from 'node:util';
import { LOG_LEVELS, type LogLevel } from './log.js';
import type { GatewayOptions } from './server.js';
import { UPSTREAMS, type UpstreamName } from './upstream.js';

/** A command line that cannot be followed: the message says which part and what would do. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

export const HELP = `ticklane gateway: market data behind WebSocket, server-sent events and HTTP streams.

  ticklane-gateway [--simulate N] [--rate N] ...         a seeded simulator (the default)
  ticklane-gateway --replay FILE [--speed N] [--loop]    a venue's recorded session
  ticklane-gateway --nats URL | --mqtt URL | --zeromq URL | --websocket URL
                                                         a live source

In the project's own folder: npm run gateway -- [...]

Examples
  ticklane-gateway --rate 50
  ticklane-gateway --nats nats://10.0.0.1,nats://10.0.0.2 --host 0.0.0.0 --token s3cret
  ticklane-gateway --websocket wss://ws-feed.exchange.coinbase.com --format coinbase
  ticklane-gateway --zeromq tcp://10.0.0.1:5556 --origin https://desk.example.test
  curl -N 'http://127.0.0.1:8787/stream?symbols=BTC-USD,ETH-USD'

Simulator
  --simulate N   how many symbols tick from the start: 1 to 100000 (default 1000);
                 10000 further ones are made when clients ask for them
  --rate N       ticks a second over all symbols: above 0, to 1000000 (default 10000)
  --seed N       the same seed gives the same ticks: 0 to 4294967295 (default 1)
  --trade-share N  which part of the ticks are trades, the others being quotes: 0 to 1
                 (default 0.5)
  --batch N      exactly N ticks a message: 1 to 65535 (default: what gathers in 5 ms)
  --strict       refuse symbols beyond the first N instead of making them

Replay
  --replay FILE  a capture, one {"t", "d", "m"} a line; the gateway answers subscribes as
                 the venue does, on any path, and plays to each client from the beginning,
                 250 ms after its last subscribe; on /sse and /stream at once
  --speed N      times the recorded pace; 0 is as fast as the client reads (default 1)
  --loop         start over at the end (default: the socket stays open and silent)

Live sources: ticks as JSON, as docs/wire-protocol.md has them, or as --map says. Where the
  source numbers its ticks the numbers go through, so that clients see what is missing;
  where it does not, the gateway counts. A source that is lost is connected again by itself,
  after a random part of 1 second, then of 2, and so on up to 30; clients are told, and
  /healthz answers 503 meanwhile.
  --nats URL[,URL...]  nats:// or tls://, user:password@ before the host where needed;
                 needs the package @nats-io/transport-node
  --mqtt URL     mqtt://, mqtts://, ws:// or wss://; needs the package mqtt
  --zeromq URL   the address of a publisher, tcp://HOST:PORT; needs the package zeromq
  --websocket URL  another server's WebSocket; it is asked for what clients ask for
  --subject TEXT what to subscribe to: NATS subjects (default ticks.>), MQTT topics
                 (default ticks/#), the beginning of ZeroMQ topics (default: all). Ticks
                 that name no symbol have that of the last part, percent-decoded
  --format NAME  how a WebSocket's messages are read: json, binary or a venue, as the
                 format attribute of <data-feed> (default json)
  --map TEXT     where a tick's parts are in foreign JSON, as the map attribute of
                 <data-feed> (default: common names are tried)
  --symbols A,B  what a WebSocket is asked for from the start (default: only what clients
                 ask for)
  --max-symbols N  symbols that the source may bring (default 100000)
  The variable TICKLANE_UPSTREAM_TOKEN is shown to the source: as a bearer to a WebSocket,
  as the token of NATS, as the password of MQTT. TICKLANE_UPSTREAM_MESSAGE is the first
  message to a WebSocket, for venues that want a login.

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
  The gateway speaks plain HTTP: put a proxy that ends TLS before it where others connect.

Limits
  --max-connections N    clients at a time, more get 503 (default 10000)
  --max-message-bytes N  largest message of a client, larger ones end its connection
                         with 1009 (default 1048576)
  --max-messages N       messages a second of one client, more end its connection with
                         1008 (default 200)
  --max-subscriptions N  symbols of one client (default 10000); who changes more than four
                         times as many a second is ended with 1008
  --high-water BYTES     bytes waiting for a client beyond which it gets only the newest
                         trade and quote of each symbol; a replay waits instead
                         (default 1048576)
  --shed-after MS        milliseconds that a client may go on not reading before it is
                         dropped with 1013 (default 15000)
  --recent N             ticks kept for clients that come back (default 262144, 19 MB)

Running it
  --log-level LEVEL      JSON lines on standard error: debug, info, warn, error or silent
                         (default warn); tokens are never logged
  --drain MS             milliseconds that clients have to take what was sent when it stops
                         (default 5000)
  --help                 this text

Serves /ws (WebSocket), /sse (server-sent events), /stream (newline-delimited JSON, or
binary frames), /symbols, /history, /healthz (503 while the source is lost or the gateway
stops; /healthz?live is 200 while the source is lost), /metrics (Prometheus) and / over
HTTP. Every output carries a sign of life every 2 seconds. Ctrl-C or SIGTERM stops it:
clients are told, and what is on its way is sent; a second signal ends it at once. Exit
codes: 0 stopped, 1 could not listen, 2 a bad command line, capture or live source.
`;

const FLAGS = {
  simulate: { type: 'string' },
  rate: { type: 'string' },
  seed: { type: 'string' },
  'trade-share': { type: 'string' },
  batch: { type: 'string' },
  strict: { type: 'boolean' },
  recent: { type: 'string' },
  nats: { type: 'string' },
  mqtt: { type: 'string' },
  zeromq: { type: 'string' },
  websocket: { type: 'string' },
  subject: { type: 'string' },
  format: { type: 'string' },
  map: { type: 'string' },
  symbols: { type: 'string' },
  'max-symbols': { type: 'string' },
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

/** Flags that belong to some of the sources, and to which. */
const OWNERS: Readonly<Partial<Record<keyof typeof FLAGS, readonly SourceName[]>>> = {
  simulate: ['simulator'],
  rate: ['simulator'],
  seed: ['simulator'],
  'trade-share': ['simulator'],
  batch: ['simulator'],
  strict: ['simulator'],
  speed: ['replay'],
  loop: ['replay'],
  subject: ['nats', 'mqtt', 'zeromq'],
  format: ['websocket'],
  symbols: ['websocket'],
  map: UPSTREAMS,
  'max-symbols': UPSTREAMS,
  recent: ['simulator', ...UPSTREAMS],
  'high-water': ['simulator', ...UPSTREAMS],
};

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
  const source = sourceOf(flags);
  const shedAfter = whole('--shed-after', flags['shed-after'], 0, MOST);
  if (source === 'replay') {
    if (flags.replay === '') throw new UsageError('--replay: name a file');
    const speed = number('--speed', flags.speed, 0, Number.POSITIVE_INFINITY, 'from') ?? 1;
    return { ...common, replay: flags.replay, speed, loop: flags.loop ?? false, shedAfter };
  }
  const market = {
    ...common,
    recent: whole('--recent', flags.recent, 1, 2 ** 26),
    highWater: whole('--high-water', flags['high-water'], 1, MOST),
    shedAfter,
  };
  if (source !== 'simulator') {
    const { subject, format, map } = flags;
    if (source !== 'websocket' && flags[source] === '') throw new UsageError(`--${source}: name an address`);
    return {
      ...market,
      upstream: {
        name: source,
        url: flags[source] as string,
        subject,
        format,
        map,
        token: environment.TICKLANE_UPSTREAM_TOKEN,
        message: environment.TICKLANE_UPSTREAM_MESSAGE,
      },
      symbols: flags.symbols?.split(',').filter((name) => name !== ''),
      maxSymbols: whole('--max-symbols', flags['max-symbols'], 1, 2 ** 24),
    };
  }
  return {
    ...market,
    simulate: whole('--simulate', flags.simulate, 1, 100_000) ?? 1000,
    rate: number('--rate', flags.rate, 0, 1_000_000, 'above') ?? 10_000,
    seed: whole('--seed', flags.seed, 0, 2 ** 32 - 1) ?? 1,
    tradeShare: number('--trade-share', flags['trade-share'], 0, 1, 'from'),
    batch: whole('--batch', flags.batch, 1, 65535) ?? 0,
    strict: flags.strict ?? false,
  };
}

type SourceName = 'simulator' | 'replay' | UpstreamName;

/** The source that the flags name. Throws a UsageError where they name two, or say something of another one. */
function sourceOf(flags: ReturnType<typeof parse>): SourceName {
  const named = (['replay', ...UPSTREAMS] as const).filter((name) => flags[name] !== undefined);
  const [source = 'simulator', other] = named;
  if (other !== undefined) throw new UsageError(`--${source} and --${other}: one gateway has one source`);
  for (const [flag, owners] of Object.entries(OWNERS)) {
    if (flags[flag as keyof typeof FLAGS] === undefined || owners.includes(source)) continue;
    const shown = owners.map((owner) => (owner === 'simulator' ? 'the simulator' : `--${owner}`));
    throw new UsageError(`--${flag} belongs to ${shown.join(', ')}`);
  }
  return source;
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
