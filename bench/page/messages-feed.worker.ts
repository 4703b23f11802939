/** What people build without shared memory: a feed worker that parses each message and posts each tick to its widget's worker. */
export interface MessagesOrder {
  /** Where to connect; empty: disconnect. */
  readonly url: string;
  readonly symbols: readonly string[];
  /** The way to each symbol's worker, with the first order. */
  readonly ports?: readonly MessagePort[];
}

/** A tick of the gateway's JSON, and when it came. */
export interface PostedTick {
  readonly type: 'trade' | 'quote';
  readonly symbol: string;
  readonly price: number;
  readonly size: number;
  readonly bid: number;
  readonly ask: number;
  readonly time: number;
  received: number;
}

const ports = new Map<string, MessagePort>();
const { timeOrigin } = performance;
let socket: WebSocket | undefined;

globalThis.onmessage = ({ data: { url, symbols, ports: ways } }: MessageEvent<MessagesOrder>) => {
  ways?.forEach((port, index) => {
    ports.set(symbols[index] as string, port);
  });
  socket?.close();
  if (!url) return postMessage('closed');
  socket = new WebSocket(url);
  socket.onopen = () => {
    socket?.send(JSON.stringify({ type: 'subscribe', symbols }));
    postMessage('open');
  };
  socket.onmessage = (event: MessageEvent<string>) => {
    const received = timeOrigin + performance.now();
    const ticks: unknown = JSON.parse(event.data);
    if (!Array.isArray(ticks)) return;
    for (const tick of ticks as PostedTick[]) {
      tick.received = received;
      ports.get(tick.symbol)?.postMessage(tick);
    }
  };
};
