/** `npm start`: the demo page on the simulator behind a real WebSocket, until Ctrl-C. Exit codes as in main.ts. */
import { parseArgs } from 'node:util';
import { startDemo } from './demo-server.js';
import { UsageError, whole } from './options.js';
import { untilStopped } from './stop.js';

const HELP = `ticklane demo: a dashboard on simulated ticks.

  npm start -- [--port N] [--simulate N] [--rate N] [--seed N] [--no-isolation]

  --port N         port of the page (default 5173, or the next free one)
  --simulate N     how many symbols tick (default 200)
  --rate N         ticks a second over all symbols (default 2000)
  --seed N         the same seed gives the same ticks (default 1)
  --no-isolation   leave out the headers that isolate the page, to see what it says then
`;

const FLAGS = {
  port: { type: 'string' },
  simulate: { type: 'string' },
  rate: { type: 'string' },
  seed: { type: 'string' },
  'no-isolation': { type: 'boolean' },
  help: { type: 'boolean', short: 'h' },
} as const;

async function main(args: string[]): Promise<number> {
  try {
    const flags = parse(args);
    if (flags.help) {
      process.stdout.write(HELP);
      return 0;
    }
    const demo = await startDemo({
      port: whole('--port', flags.port, 1, 65535),
      isolated: !flags['no-isolation'],
      gateway: {
        simulate: whole('--simulate', flags.simulate, 1, 100_000) ?? 200,
        rate: whole('--rate', flags.rate, 1, 1_000_000) ?? 2000,
        seed: whole('--seed', flags.seed, 0, 2 ** 32 - 1) ?? 1,
      },
    });
    process.stdout.write(
      `ticklane demo on ${demo.url}${flags['no-isolation'] ? ' (not isolated)' : ''}\n` +
        `  ticks from ${demo.gateway.url}: ${demo.gateway.summary}\n  Ctrl-C stops both\n`,
    );
    await untilStopped(() => demo.close());
    return 0;
  } catch (error) {
    process.stderr.write(`demo: ${error instanceof Error ? error.message : String(error)}\n`);
    return error instanceof UsageError ? 2 : 1;
  }
}

function parse(args: string[]) {
  try {
    return parseArgs({ args, options: FLAGS, allowPositionals: false }).values;
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error), { cause: error });
  }
}

process.exitCode = await main(process.argv.slice(2));
