import { once } from 'node:events';
import { type WebSocket, WebSocketServer } from 'ws';
import { FeedSession } from '../../src/feed/feed-session.js';
import type { FeedEvent, FeedGap, FeedProblem, FeedSettings, PrepareConnect } from '../../src/feed/protocol.js';
import type { Instrument } from '../../src/market/instrument.js';
import { FeedBlockReader } from '../../src/memory/feed-block.js';
import { createKernel, TestLane } from '../kernels/bench-lane.js';

export { until } from '../tools/until.ts';

/** Settings of a feed whose source is yet to be named. */
export const SETTINGS: FeedSettings = {
  sources: [],
  transport: 'auto',
  format: 'json',
  map: '',
  protocols: [],
  staleAfter: 10_000,
};

/** A session on this thread, with lanes that are drained when they are looked at, and all that it tells. */
export async function createSession(prepare?: PrepareConnect) {
  const { memory, kernel } = await createKernel(true);
  const block = new FeedBlockReader(memory);
  const statuses: string[] = [];
  const problems: FeedProblem[] = [];
  const gaps: FeedGap[] = [];
  const instruments: Instrument[] = [];
  let told = 0;
  const hear = (event: FeedEvent) => {
    if (event.type === 'status') statuses.push(event.status);
    else if (event.type === 'problem') problems.push(event.problem);
    else if (event.type === 'gap') gaps.push(event.gap);
    else if (event.type === 'instruments') {
      told++;
      instruments.push(...event.instruments);
    }
  };
  const session = new FeedSession();
  session.begin({ memory: memory.memory, byteLength: memory.byteLength, block: block.address }, hear, prepare);
  const lane = (symbol: string, capacity = 1024) => {
    const test = new TestLane(memory, kernel, { capacity });
    const handover = { address: test.lane.address, symbol, leg: 0, byteLength: memory.byteLength };
    const drained = (name: 'LAST' | 'TICKS') => {
      test.drain();
      return test.value(name);
    };
    return { handover, last: () => drained('LAST'), ticks: () => drained('TICKS') };
  };
  return { memory, session, block, statuses, problems, gaps, instruments, told: () => told, lane };
}

/** A WebSocket server that sends what the test tells it to. */
export async function startServer(port = 0) {
  const server = new WebSocketServer({ port, host: '127.0.0.1' });
  await once(server, 'listening');
  const { port: at } = server.address() as { port: number };
  const received: string[] = [];
  const connections: number[] = [];
  let greet: (socket: WebSocket) => void = () => {};
  server.on('connection', (socket) => {
    connections.push(performance.now());
    greet(socket);
    socket.on('message', (data) => received.push(String(data)));
  });
  return {
    received,
    /** When each connection stood. */
    connections,
    port: at,
    url: `ws://127.0.0.1:${at}`,
    /** Does this with every socket that connects. */
    greet(how: (socket: WebSocket) => void) {
      greet = how;
    },
    send(...texts: string[]) {
      for (const client of server.clients) for (const text of texts) client.send(text);
    },
    clients: () => server.clients.size,
    /** Closes with a code, or cuts without one. */
    close(code?: number, reason?: string) {
      for (const client of server.clients) code ? client.close(code, reason) : client.terminate();
    },
    async stop() {
      this.close();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

/** A trade as the `json` format reads it. */
export const trade = (symbol: string, price: number, sequence?: number, time = Date.now()) =>
  JSON.stringify({ type: 'trade', symbol, price, size: 1, time, sequence });
