/** Message brokers for tests: real servers on loopback, with configurations that live as long as the test. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { connect } from 'node:net';
import { userInfo } from 'node:os';
import type { TestContext } from 'node:test';
import { findProgram, freePort } from '../../gateway/brokers.ts';
import { temporaryFile } from '../../gateway/files.ts';

export interface Broker {
  /** Ports of its own protocol and of its WebSocket. */
  readonly port: number;
  readonly webSocket: number;
  /** Kills it at once. */
  kill(): Promise<void>;
  /** Stops and continues the process: connections stand, nothing answers. */
  freeze(): void;
  thaw(): void;
}

/** For a test's options: why it is skipped, or false. */
export function missing(program: string): string | false {
  return findProgram(program) === undefined && `${program} is not installed`;
}

/** Starts nats-server; `more` is added to its configuration. */
export async function startNats(test: TestContext, more = '', ports: Partial<Broker> = {}): Promise<Broker> {
  const [port, webSocket] = [ports.port ?? (await freePort()), ports.webSocket ?? (await freePort())];
  const file = await temporaryFile(
    test,
    'nats.conf',
    `listen: "127.0.0.1:${port}"\nwebsocket { listen: "127.0.0.1:${webSocket}", no_tls: true }\n${more}\n`,
  );
  return start(test, 'nats-server', ['-c', file], port, webSocket);
}

/** Starts mosquitto; `more` is added to its configuration. */
export async function startMosquitto(
  test: TestContext,
  more = 'allow_anonymous true',
  ports: Partial<Broker> = {},
): Promise<Broker> {
  const [port, webSocket] = [ports.port ?? (await freePort()), ports.webSocket ?? (await freePort())];
  // as root it would become a user that cannot read the test's files
  const listeners = `listener ${port} 127.0.0.1\nlistener ${webSocket} 127.0.0.1\nprotocol websockets`;
  const file = await temporaryFile(test, 'mosquitto.conf', `user ${userInfo().username}\n${more}\n${listeners}\n`);
  return start(test, 'mosquitto', ['-c', file], port, webSocket);
}

async function start(
  test: TestContext,
  program: string,
  parameters: string[],
  port: number,
  webSocket: number,
): Promise<Broker> {
  const broker = spawn(findProgram(program) as string, parameters, { stdio: ['ignore', 'pipe', 'pipe'] });
  let said = '';
  for (const output of [broker.stdout, broker.stderr]) {
    output.on('data', (chunk) => {
      said += chunk;
    });
  }
  const gone = once(broker, 'exit');
  const kill = async () => {
    broker.kill('SIGKILL');
    await gone;
  };
  test.after(kill);
  for (const wanted of [port, webSocket]) {
    while (!(await answers(wanted))) {
      if (broker.exitCode !== null) throw new Error(`${program} ended with ${broker.exitCode}: ${said}`);
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
  }
  return { port, webSocket, kill, freeze: () => void broker.kill('SIGSTOP'), thaw: () => void broker.kill('SIGCONT') };
}

async function answers(port: number): Promise<boolean> {
  const socket = connect(port, '127.0.0.1');
  try {
    await once(socket, 'connect');
    return true;
  } catch {
    return false; // not yet
  } finally {
    socket.destroy();
  }
}
