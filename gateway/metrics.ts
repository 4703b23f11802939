import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';
import { OUTPUTS, type OutputName } from './outlet.js';
import type { GatewayStats } from './stats.js';

/** Seconds. */
const DELAYS = [0.0001, 0.00025, 0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5];

/** Counters of `stats` that only grow, with the names that they have in `/metrics`. */
const COUNTERS = {
  connections: ['connections_total', 'Connections accepted'],
  refused: ['refused_total', 'Connections refused: path, subprotocol, token, origin, or too many'],
  reconnects: ['upstream_reconnects_total', 'Times that the gateway tried again to connect to its live source'],
  messages: ['upstream_messages_total', 'Messages that the live source brought'],
  rejected: ['upstream_rejected_total', 'Messages of the live source, or ticks of them, that could not be used'],
  ticks: ['ticks_received_total', 'Ticks that the source brought'],
  sent: ['ticks_sent_total', 'Ticks handed to clients, counted for each of them'],
  frames: ['frames_sent_total', 'Messages of ticks handed to clients'],
  bytes: ['sent_bytes_total', 'Bytes of these messages'],
  conflated: ['ticks_conflated_total', 'Ticks merged into newer ones because their client did not keep up'],
  shed: ['clients_shed_total', 'Clients dropped because they did not keep up or asked too much'],
  errors: ['errors_total', 'Client messages answered by an error, and sockets that failed'],
} as const;

/** Metrics of the process, once for all gateways in it, from the start of the first. */
let ofProcess: Registry | undefined;

function processMetrics(): Registry {
  if (ofProcess === undefined) {
    ofProcess = new Registry();
    collectDefaultMetrics({ register: ofProcess });
  }
  return ofProcess;
}

/** What `/metrics` says of one gateway, in the text format of Prometheus. */
export class GatewayMetrics {
  readonly #registry = new Registry();
  readonly #ofProcess = processMetrics();
  readonly #delays: Record<OutputName, { observe(seconds: number): void }>;

  constructor(stats: GatewayStats) {
    const registers = [this.#registry];
    for (const [key, [name, help]] of Object.entries(COUNTERS)) {
      new Counter({
        name: `ticklane_${name}`,
        help,
        registers,
        collect() {
          this.reset();
          this.inc(stats[key as keyof typeof COUNTERS]);
        },
      });
    }
    new Gauge({
      name: 'ticklane_clients',
      help: 'Clients connected now, by output',
      labelNames: ['output'],
      registers,
      collect() {
        for (const output of OUTPUTS) this.set({ output }, stats.outputs[output]);
      },
    });
    new Gauge({
      name: 'ticklane_subscriptions',
      help: 'Subscriptions of all clients now',
      registers,
      collect() {
        this.set(stats.subscriptions);
      },
    });
    new Gauge({
      name: 'ticklane_upstream_connected',
      help: '1 while the live source is connected, 0 while it is lost; 1 for the simulator and a replay',
      registers,
      collect() {
        this.set(stats.upstream === 'lost' ? 0 : 1);
      },
    });
    const delay = new Histogram({
      name: 'ticklane_added_delay_seconds',
      help: 'From the first tick of a message coming in to the network taking the message, by output',
      labelNames: ['output'],
      buckets: DELAYS,
      registers,
    });
    this.#delays = { ws: delay.labels('ws'), sse: delay.labels('sse'), stream: delay.labels('stream') };
  }

  /** Counts a message that took `ms` on its way through the gateway. */
  delayed(output: OutputName, ms: number): void {
    this.#delays[output].observe(Math.max(0, ms) / 1000);
  }

  get contentType(): string {
    return this.#registry.contentType;
  }

  async text(): Promise<string> {
    return (await this.#registry.metrics()) + (await this.#ofProcess.metrics());
  }
}
