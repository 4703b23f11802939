/** A tick of the gateway's json, as a page that does without a kit reads it. */
export interface JsonTick {
  readonly type: 'trade' | 'quote';
  readonly symbol: string;
  /** Of a trade. */
  readonly price: number;
  /** Epoch ms, the server's clock. */
  readonly time: number;
}

/** Connects to the gateway and hands over the ticks of each message. The socket ends with the page. */
export function subscribe(url: string, symbols: readonly string[], take: (ticks: readonly JsonTick[]) => void): void {
  const socket = new WebSocket(url);
  socket.onopen = () => socket.send(JSON.stringify({ type: 'subscribe', symbols, format: 'json' }));
  socket.onmessage = ({ data }: MessageEvent<string>) => {
    const message: readonly JsonTick[] | object = JSON.parse(data);
    if (Array.isArray(message)) take(message);
  };
}
