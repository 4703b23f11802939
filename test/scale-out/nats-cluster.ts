/** A cluster of real NATS servers on loopback, whose nodes can be killed and come back at the same ports. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import type { TestContext } from 'node:test';
import { findProgram, freePort } from '../gateway/brokers.ts';
import { temporaryFile } from '../gateway/files.ts';
import { until } from './until.ts';

/** Ports of one node. */
interface Ports {
  readonly client: number;
  readonly route: number;
  readonly webSocket: number;
  readonly monitor: number;
}

export class NatsNode {
  /** For programs, `nats://127.0.0.1:4222`. */
  readonly url: string;
  /** For pages, `nats+ws://127.0.0.1:8080`. */
  readonly pageUrl: string;
  readonly #configuration: string;
  readonly #ports: Ports;
  #process: ChildProcess | undefined;

  constructor(ports: Ports, configuration: string) {
    this.#ports = ports;
    this.#configuration = configuration;
    this.url = `nats://127.0.0.1:${ports.client}`;
    this.pageUrl = `nats+ws://127.0.0.1:${ports.webSocket}`;
  }

  /** Resolves once the node answers; the others may not know it yet. */
  async start(): Promise<void> {
    const program = findProgram('nats-server') as string;
    const child = spawn(program, ['-c', this.#configuration], { stdio: ['ignore', 'ignore', 'pipe'] });
    this.#process = child;
    let said = '';
    child.stderr.setEncoding('utf8').on('data', (text) => {
      said += text;
    });
    await until('a node of the cluster to start', async () => {
      if (child.exitCode !== null) throw new Error(`nats-server ended with ${child.exitCode}: ${said}`);
      return (await this.#monitored('varz')) !== undefined;
    });
  }

  /** Ends it without a goodbye. */
  async kill(): Promise<void> {
    const child = this.#process;
    this.#process = undefined;
    if (!child || child.exitCode !== null) return;
    const gone = once(child, 'exit');
    child.kill('SIGKILL');
    await gone;
  }

  /** Other nodes that it knows. */
  async routes(): Promise<number> {
    const { num_routes: routes } = (await this.#monitored('routez')) ?? {};
    return Number(routes ?? 0);
  }

  /** Connections of clients, by the name that they give themselves. */
  async connections(name: string): Promise<number> {
    const { connections = [] } = (await this.#monitored('connz')) ?? {};
    return (connections as { readonly name?: string }[]).filter((one) => one.name === name).length;
  }

  /** What the node tells of itself; undefined while it does not answer. */
  async #monitored(what: 'varz' | 'routez' | 'connz'): Promise<Record<string, unknown> | undefined> {
    try {
      const answer = await fetch(`http://127.0.0.1:${this.#ports.monitor}/${what}`);
      return (await answer.json()) as Record<string, unknown>;
    } catch {
      return undefined; // not up
    }
  }
}

/** Starts so many nodes and waits until all know each other; they do not outlive the test. */
export async function startCluster(test: TestContext, size: number): Promise<NatsNode[]> {
  const ports: Ports[] = [];
  for (let node = 0; node < size; node++) {
    const [client, route, webSocket, monitor] = [
      await freePort(),
      await freePort(),
      await freePort(),
      await freePort(),
    ];
    ports.push({ client, route, webSocket, monitor });
  }
  const routes = ports.map(({ route }) => `"nats://127.0.0.1:${route}"`).join(', ');
  const nodes: NatsNode[] = [];
  for (const [index, own] of ports.entries()) {
    const configuration = `
      server_name: node${index + 1}
      listen: "127.0.0.1:${own.client}"
      http: "127.0.0.1:${own.monitor}"
      websocket { listen: "127.0.0.1:${own.webSocket}", no_tls: true }
      cluster { name: ticks, listen: "127.0.0.1:${own.route}", routes: [${routes}] }
    `;
    nodes.push(new NatsNode(own, await temporaryFile(test, 'nats.conf', configuration)));
  }
  test.after(() => Promise.all(nodes.map((node) => node.kill())));
  await Promise.all(nodes.map((node) => node.start()));
  await whole(nodes);
  return nodes;
}

/** Waits until every node knows all others. */
export async function whole(nodes: readonly NatsNode[]): Promise<void> {
  await until('the cluster to be whole', async () => {
    const known = await Promise.all(nodes.map((node) => node.routes()));
    return known.every((routes) => routes >= nodes.length - 1);
  });
}
