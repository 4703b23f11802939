import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { SYMBOLS } from './source.js';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));

/** The real gateway in a process of its own, which can be killed and comes back at the same port. */
export class GatewayProcess {
  port = 0;
  readonly #source: string;
  #child: ChildProcess | undefined;

  /** `source`: the WebSocket that it reads. */
  constructor(source: string) {
    this.#source = source;
  }

  /** Resolves once it listens. */
  async start(): Promise<void> {
    const options = ['--websocket', this.#source, '--symbols', SYMBOLS.join(','), '--port', String(this.port)];
    const child = spawn(process.execPath, ['--import', 'tsx', 'gateway/main.ts', ...options], { cwd: ROOT });
    this.#child = child;
    let printed = '';
    child.stderr.setEncoding('utf8').on('data', (text) => {
      printed += text;
    });
    child.stdout.setEncoding('utf8').on('data', (text) => {
      printed += text;
    });
    for (;;) {
      const port = /ws:\/\/[^\s:]+:(\d+)\/ws/.exec(printed)?.[1];
      if (port) {
        this.port = Number(port);
        return;
      }
      if (child.exitCode !== null) throw new Error(`the gateway does not start: ${printed}`);
      await Promise.race([once(child.stdout, 'data'), once(child, 'exit')]);
    }
  }

  /** Ends it as a crash would: nobody is told. */
  async kill(): Promise<void> {
    await this.#end('SIGKILL');
  }

  /** Ends it as an operator does: clients are told. */
  async stop(): Promise<void> {
    await this.#end('SIGTERM');
  }

  async #end(signal: NodeJS.Signals): Promise<void> {
    const child = this.#child;
    this.#child = undefined;
    if (!child || child.exitCode !== null || child.signalCode !== null) return;
    child.kill(signal);
    await once(child, 'exit');
  }
}
