/** A gateway and its clients, in processes of their own, as they are run in earnest. */
import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { ROOT } from '../../tools/files.ts';
import type { Count, Order } from './clients.ts';

const TSX = ['--import', 'tsx'];

/** A gateway on a free port. */
export interface RunningGateway {
  readonly port: number;
  /** Samples of `/metrics` by name and labels. */
  metrics(): Promise<Map<string, number>>;
  stop(): Promise<void>;
}

export async function runGateway(...args: string[]): Promise<RunningGateway> {
  const child = fork(path.join(ROOT, 'gateway/main.ts'), ['--port', '0', '--max-connections', '1000000', ...args], {
    execArgv: TSX,
    stdio: ['ignore', 'pipe', 'inherit', 'ipc'],
  });
  const gone = once(child, 'exit');
  let said = '';
  child.stdout?.setEncoding('utf8').on('data', (text: string) => {
    said += text;
  });
  let port = 0;
  while (port === 0) {
    await Promise.race([once(child.stdout as NodeJS.ReadableStream, 'data'), gone]);
    if (child.exitCode !== null) throw new Error(`the gateway ended with ${child.exitCode}`);
    port = Number(/:(\d+)\/ws/.exec(said)?.[1] ?? 0);
  }
  return {
    port,
    async metrics() {
      const text = await (await fetch(`http://127.0.0.1:${port}/metrics`)).text();
      const samples = [...text.matchAll(/^([a-z_]+(?:\{[^}]*\})?) (\S+)$/gim)];
      return new Map(samples.map(([, name = '', value]) => [name, Number(value)]));
    },
    async stop() {
      child.kill('SIGKILL');
      await gone;
    },
  };
}

/** The clients' process. */
export class Clients {
  readonly #child: ChildProcess = fork(path.join(import.meta.dirname, 'clients.ts'), { execArgv: TSX });

  /** Gives an order and waits for what came of it. */
  async order(order: Order): Promise<Count> {
    this.#child.send(order);
    const [count] = (await once(this.#child, 'message')) as [Count];
    return count;
  }

  async stop(): Promise<void> {
    const gone = once(this.#child, 'exit');
    this.#child.kill('SIGKILL');
    await gone;
  }
}

/**
 * The quantile of what a histogram of `/metrics` took between two looks, in its unit; within a bucket the values are taken to be spread
 * evenly. NaN where it took nothing.
 */
export function quantileOf(
  name: string,
  labels: string,
  before: ReadonlyMap<string, number>,
  after: ReadonlyMap<string, number>,
  quantile: number,
): number {
  const buckets = [...after.keys()].flatMap((key) => {
    const [, bound] = new RegExp(`^${name}_bucket\\{le="([^"]+)",${labels}\\}$`).exec(key) ?? [];
    if (bound === undefined) return [];
    const count = (after.get(key) ?? 0) - (before.get(key) ?? 0);
    return [{ bound: bound === '+Inf' ? Number.POSITIVE_INFINITY : Number(bound), count }];
  });
  buckets.sort((a, b) => a.bound - b.bound);
  const wanted = quantile * (buckets.at(-1)?.count ?? 0);
  let [low, below] = [0, 0];
  for (const { bound, count } of buckets) {
    if (count >= wanted && count > below) {
      return bound === Number.POSITIVE_INFINITY ? low : low + ((bound - low) * (wanted - below)) / (count - below);
    }
    [low, below] = [bound, count];
  }
  return Number.NaN;
}
