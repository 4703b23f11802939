import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import type { TestContext } from 'node:test';
import { fileURLToPath } from 'node:url';
import { freePort } from '../gateway/brokers.ts';
import { until } from './until.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));

/** A gateway of a NATS cluster, in a process of its own, which can be killed and comes back at the same port. */
export class GatewayProcess {
  readonly #args: readonly string[];
  readonly #port: number;
  #process: ChildProcess | undefined;

  private constructor(args: readonly string[], port: number) {
    this.#args = args;
    this.#port = port;
  }

  /** Resolves once it has its cluster; it does not outlive the test. */
  static async start(test: TestContext, servers: readonly string[]): Promise<GatewayProcess> {
    const port = await freePort();
    const gateway = new GatewayProcess(['--nats', servers.join(','), '--port', String(port)], port);
    test.after(() => gateway.end('SIGKILL'));
    await gateway.start();
    return gateway;
  }

  get url(): string {
    return `ws://127.0.0.1:${this.#port}/ws`;
  }

  async start(): Promise<void> {
    const args = ['--import', 'tsx', 'gateway/main.ts', ...this.#args];
    const child = spawn(process.execPath, args, { cwd: ROOT, stdio: ['ignore', 'ignore', 'pipe'] });
    this.#process = child;
    let said = '';
    child.stderr.setEncoding('utf8').on('data', (text) => {
      said += text;
    });
    await until('a gateway with its source', () => {
      if (child.exitCode !== null) throw new Error(`the gateway ended with ${child.exitCode}: ${said}`);
      return this.isReady();
    });
  }

  /** As a balancer sees it. */
  async isReady(): Promise<boolean> {
    try {
      return (await fetch(`http://127.0.0.1:${this.#port}/healthz`)).ok;
    } catch {
      return false; // nobody listens
    }
  }

  /** One of its metrics. NaN where it does not answer, or has none of that name. */
  async metric(name: string): Promise<number> {
    try {
      const text = await (await fetch(`http://127.0.0.1:${this.#port}/metrics`)).text();
      return Number(new RegExp(`^${name} (\\S+)$`, 'm').exec(text)?.[1] ?? Number.NaN);
    } catch {
      return Number.NaN;
    }
  }

  /** `SIGKILL`: nobody is told; `SIGTERM`: clients are. Resolves when it is gone, with its exit code. */
  async end(signal: 'SIGKILL' | 'SIGTERM'): Promise<number | null> {
    const child = this.#process;
    this.#process = undefined;
    if (!child || child.exitCode !== null) return child?.exitCode ?? null;
    const gone = once(child, 'exit');
    child.kill(signal);
    const [code] = await gone;
    return code as number | null;
  }
}
