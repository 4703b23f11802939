#!/usr/bin/env node
/** `ticklane-gateway`: runs one gateway until Ctrl-C. Exit codes: 0 stopped, 1 could not listen, 2 a bad command line, capture or live source. */
import { CaptureError } from './capture.js';
import { HELP, parseCommandLine, UsageError } from './options.js';
import { startGateway } from './server.js';
import { untilStopped } from './stop.js';
import { UpstreamError } from './upstream.js';

async function main(args: readonly string[]): Promise<number> {
  try {
    const options = parseCommandLine(args, process.env);
    if (options === 'help') {
      process.stdout.write(HELP);
      return 0;
    }
    const gateway = await startGateway(options);
    process.stdout.write(`ticklane gateway on ${gateway.url} (pages at ${gateway.pageUrl}): ${gateway.summary}\n`);
    await untilStopped(() => gateway.close());
    return 0;
  } catch (error) {
    process.stderr.write(`${explain(error)}\n`);
    return [UsageError, CaptureError, UpstreamError].some((kind) => error instanceof kind) ? 2 : 1;
  }
}

function explain(error: unknown): string {
  if (!(error instanceof Error)) return `gateway: ${error}`;
  if (error instanceof UsageError) return `gateway: ${error.message}\nTry ticklane-gateway --help`;
  if ('code' in error && error.code === 'EADDRINUSE')
    return `gateway: ${error.message}; choose another port with --port`;
  return `gateway: ${error.message}`;
}

process.exitCode = await main(process.argv.slice(2));
