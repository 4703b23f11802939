/** What a gateway counts over its life; read it at any time, it is the live object. */
export interface GatewayStats {
  /** Clients connected now. */
  clients: number;
  /** WebSocket connections accepted so far. */
  connections: number;
  /** Handshakes refused: wrong path, wrong subprotocol. */
  refused: number;
  /** Ticks made by the simulator. */
  ticks: number;
  /** Frames of ticks (or replayed messages) handed to sockets. */
  frames: number;
  /** Ticks that a slow client did not get one by one: a newer tick of the same kind and symbol took their place. */
  conflated: number;
  /** Client messages answered by an error, and sockets that failed. */
  errors: number;
}

export function createStats(): GatewayStats {
  return { clients: 0, connections: 0, refused: 0, ticks: 0, frames: 0, conflated: 0, errors: 0 };
}
