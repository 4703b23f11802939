import type { OutputName } from './outlet.js';

/** What a gateway counts over its life; read it at any time, it is the live object. */
export interface GatewayStats {
  /** Clients connected now, over all outputs. */
  clients: number;
  /** Clients connected now, by output. */
  readonly outputs: Record<OutputName, number>;
  /** Connections accepted so far. */
  connections: number;
  /** Connections refused: wrong path, subprotocol, token or origin, or too many. */
  refused: number;
  /** Subscriptions of all clients now. */
  subscriptions: number;
  /** Whether a live source is connected; `none` for the simulator and a replay. */
  upstream: 'none' | 'live' | 'lost';
  /** Times that the gateway tried again to connect to it. */
  reconnects: number;
  /** Messages that it brought. */
  messages: number;
  /** Messages, or ticks of them, that could not be used. */
  rejected: number;
  /** Ticks that the source brought. */
  ticks: number;
  /** Ticks handed to clients, each counted for every client that got it. */
  sent: number;
  /** Frames of ticks (or replayed messages) handed to clients. */
  frames: number;
  /** Bytes of these frames. */
  bytes: number;
  /** Ticks that a slow client did not get one by one: a newer tick of the same kind and symbol took their place. */
  conflated: number;
  /** Clients dropped because they did not keep up or asked too much. */
  shed: number;
  /** Client messages answered by an error, and sockets that failed. */
  errors: number;
}

export function createStats(): GatewayStats {
  const outputs = { ws: 0, sse: 0, stream: 0 };
  const counts = {
    refused: 0,
    subscriptions: 0,
    reconnects: 0,
    messages: 0,
    rejected: 0,
    ticks: 0,
    sent: 0,
    frames: 0,
    bytes: 0,
    conflated: 0,
    shed: 0,
    errors: 0,
  };
  return { clients: 0, outputs, connections: 0, upstream: 'none', ...counts };
}
