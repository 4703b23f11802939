import { parseArgs } from 'node:util';
import type { GatewayOptions } from './server.js';

/** A command line that cannot be followed: the message says which part and what would do. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

export const HELP = `ticklane gateway: a market to develop against, over a real WebSocket.

  npm run gateway -- [--simulate N] [--rate N] [...]     a seeded simulator (the default)
  npm run gateway -- --replay FILE [--speed N] [--loop]  a venue's recorded session

Simulator
  --simulate N   how many symbols tick from the start: 1 to 100000 (default 1000);
                 further ones are made when a client asks for them
  --rate N       ticks a second over all symbols: above 0, to 1000000 (default 10000)
  --seed N       the same seed gives the same ticks (default 1)
  --batch N      exactly N ticks a message: 1 to 65535 (default: what has gathered in 5 ms)
  --strict       refuse symbols beyond the first N instead of making them

Replay
  --replay FILE  a capture, one {"t", "d", "m"} a line; the gateway answers subscribes as
                 the venue does, on any path, and plays to each client from the beginning,
                 250 ms after its last subscribe
  --speed N      times the recorded pace; 0 is as fast as the client reads (default 1)
  --loop         start over at the end (default: the socket stays open and silent)

Both
  --port N       0 is any free port (default 8787)
  --host NAME    address to listen on (default 127.0.0.1: this machine only;
                 0.0.0.0 lets others connect)
  --help         this text

Serves /ws (WebSocket), /symbols, /history, /healthz and / over HTTP. Ctrl-C stops it.
`;

const FLAGS = {
  simulate: { type: 'string' },
  rate: { type: 'string' },
  seed: { type: 'string' },
  batch: { type: 'string' },
  strict: { type: 'boolean' },
  replay: { type: 'string' },
  speed: { type: 'string' },
  loop: { type: 'boolean' },
  port: { type: 'string' },
  host: { type: 'string' },
  help: { type: 'boolean', short: 'h' },
} as const;

const SIMULATOR_FLAGS = ['simulate', 'rate', 'seed', 'batch', 'strict'] as const;
const REPLAY_FLAGS = ['speed', 'loop'] as const;

/** The gateway that a command line asks for, or `help`. Throws a UsageError. */
export function parseCommandLine(args: readonly string[]): GatewayOptions | 'help' {
  const flags = parse(args);
  if (flags.help) return 'help';
  const common = { host: flags.host ?? '127.0.0.1', port: whole('--port', flags.port, 0, 65535) ?? 8787 };
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
    };
  }
  for (const name of SIMULATOR_FLAGS) {
    if (flags[name] !== undefined) throw new UsageError(`--${name} belongs to the simulator, not to --replay`);
  }
  if (flags.replay === '') throw new UsageError('--replay: name a file');
  const speed = number('--speed', flags.speed, 0, Number.POSITIVE_INFINITY, 'from') ?? 1;
  return { ...common, replay: flags.replay, speed, loop: flags.loop ?? false };
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
