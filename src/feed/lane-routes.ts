import type { SymbolId } from '../market/tick.js';
import type { BatchOutlet, BatchPort, Sent } from '../memory/batch-port.js';
import type { LaneAddress } from '../memory/page-memory.js';
import { RingWriter } from '../memory/ring-writer.js';
import { HeldTicks, type TickOutlet } from '../memory/tick-outlet.js';
import type { Views } from '../memory/views.js';
import type { LaneHandover } from './protocol.js';

/** One lane that takes a symbol's ticks. */
export interface Route {
  readonly lane: LaneAddress;
  outlet: TickOutlet;
  readonly leg: number;
}

/** A lane that ticks go to. */
interface RoutedLane {
  outlet: TickOutlet;
  readonly symbols: SymbolId[];
}

/** The port of an outlet whose ticks go by message; by its property, as the code of those is loaded where it is needed. */
const portOf = (outlet: TickOutlet | undefined): BatchPort | undefined => (outlet as Partial<BatchOutlet>)?.port;

/** Which lanes take which symbol's ticks, and the way into each: its ring, messages to its host, or none while it moves. Feed worker. */
export class LaneRoutes {
  /** By symbol id; a list is replaced, never changed, when a lane leaves. Read only for others. */
  readonly of: Route[][] = [[]];
  readonly #views: Views;
  readonly #lanes = new Map<LaneAddress, RoutedLane>();

  constructor(views: Views) {
    this.#views = views;
  }

  /** Room for one more symbol. */
  enroll(): void {
    this.of.push([]);
  }

  /** Sends a symbol's ticks to a lane as well. True where it is the symbol's first. */
  add(id: SymbolId, { address, leg, byteLength, held }: LaneHandover): boolean {
    let lane = this.#lanes.get(address);
    if (!lane) {
      lane = { outlet: held ? new HeldTicks() : this.#ring(address, byteLength), symbols: [] };
      this.#lanes.set(address, lane);
    }
    lane.symbols.push(id);
    const routes = this.of[id] as Route[];
    routes.push({ lane: address, outlet: lane.outlet, leg });
    return routes.length === 1;
  }

  /** From now on the lane's ticks wait; what was sent by message before, as of `settle`. All that was written has been handed on. */
  hold(address: LaneAddress): Sent | undefined {
    const sent = this.settle(address);
    const lane = this.#lanes.get(address);
    if (lane && !(lane.outlet instanceof HeldTicks)) this.#redirect(address, lane, new HeldTicks());
    return sent;
  }

  /** Ticks go by this port from now on, without one into the lane's ring, those that waited first. How many were merged. */
  resume(address: LaneAddress, port: BatchPort | undefined, byteLength: number): number {
    const lane = this.#lanes.get(address);
    if (!lane) return 0;
    const held = lane.outlet;
    this.#redirect(address, lane, port ? port.outlet(address) : this.#ring(address, byteLength));
    if (held instanceof HeldTicks) held.moveTo(lane.outlet);
    return held.takeConflated() + lane.outlet.takeConflated();
  }

  /** Sends what waits for the lane's host; undefined where it goes by its ring. All that was written has been handed on. */
  settle(address: LaneAddress): Sent | undefined {
    const outlet = this.#lanes.get(address)?.outlet;
    return portOf(outlet)?.settle();
  }

  /** Forgets a lane; the symbols that nobody takes any more. `stays`: it gets other symbols, and what waits for it still goes there. */
  remove(address: LaneAddress, stays: boolean): SymbolId[] {
    const lane = this.#lanes.get(address);
    const symbols = new Set(lane?.symbols);
    if (stays) lane?.symbols.splice(0);
    else {
      portOf(lane?.outlet)?.forget(address);
      this.#lanes.delete(address);
    }
    return [...symbols].filter((id) => {
      const kept = (this.of[id] as Route[]).filter((route) => route.lane !== address);
      this.of[id] = kept;
      return kept.length === 0;
    });
  }

  #redirect(address: LaneAddress, lane: RoutedLane, outlet: TickOutlet): void {
    lane.outlet = outlet;
    for (const id of lane.symbols) {
      for (const route of this.of[id] as Route[]) if (route.lane === address) route.outlet = outlet;
    }
  }

  #ring(address: LaneAddress, byteLength: number): RingWriter {
    if (this.#views.renew(byteLength)) for (const { outlet } of this.#lanes.values()) outlet.renew();
    return new RingWriter(this.#views, address, byteLength);
  }
}
