/** Real brokers for the gateway's tests, on free ports; they do not outlive the test. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { connect, createServer } from 'node:net';
import { delimiter, join } from 'node:path';
import type { TestContext } from 'node:test';
import { temporaryFile } from './files.js';

/** The file of a program; undefined where it is not installed. */
export function findProgram(name: string): string | undefined {
  const folders = [...(process.env.PATH ?? '').split(delimiter), '/usr/sbin', '/usr/local/sbin'];
  return folders.map((folder) => join(folder, name)).find((file) => existsSync(file));
}

export async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as { port: number };
  server.close();
  await once(server, 'close');
  return port;
}

/** A broker that runs. */
export interface Broker {
  readonly port: number;
  /** Ends it without a goodbye. */
  kill(): Promise<void>;
}

export async function startNats(test: TestContext, port?: number, more: readonly string[] = []): Promise<Broker> {
  const at = port ?? (await freePort());
  return start(test, 'nats-server', ['--addr', '127.0.0.1', '--port', String(at), ...more], at);
}

export async function startMosquitto(test: TestContext, port?: number): Promise<Broker> {
  const at = port ?? (await freePort());
  const settings = await temporaryFile(test, 'mosquitto.conf', `listener ${at} 127.0.0.1\nallow_anonymous true\n`);
  return start(test, 'mosquitto', ['-c', settings], at);
}

async function start(test: TestContext, name: string, args: readonly string[], port: number): Promise<Broker> {
  const child = spawn(findProgram(name) as string, args, { stdio: 'ignore' });
  const gone = once(child, 'exit');
  const kill = async () => {
    child.kill('SIGKILL');
    await gone;
  };
  test.after(kill);
  while (!(await answers(port))) {
    if (child.exitCode !== null) throw new Error(`${name} ended with ${child.exitCode}`);
  }
  return { port, kill };
}

async function answers(port: number): Promise<boolean> {
  const socket = connect(port, '127.0.0.1');
  try {
    await once(socket, 'connect');
    return true;
  } catch {
    // refused: not up yet; a moment for the process to start
    await new Promise((resolve) => setTimeout(resolve, 20));
    return false;
  } finally {
    socket.destroy();
  }
}
