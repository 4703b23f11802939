/** The other side of a transport, for its tests: opens one and remembers what it tells. */
import type { TickWriter } from '../../../src/feed/tick-writer.js';
import type { OpenTransport, Target, Transport, TransportEnd, TransportEvents } from '../../../src/feed/transport.js';

import { until } from '../../tools/until.ts';

export { until };

export class Connection implements TransportEvents {
  readonly frames: (string | ArrayBuffer)[] = [];
  /** Everything in its order: `opened`, `frame`, `alive`, `ended`. */
  readonly told: string[] = [];
  readonly ends: TransportEnd[] = [];
  readonly transport: Transport;
  /** Called with each frame. */
  onFrame: (frame: string | ArrayBuffer) => void = () => {};

  constructor(open: OpenTransport, target: Partial<Target> & Pick<Target, 'url'>) {
    const defaults = { shown: 'the source', protocols: [], headers: {}, symbols: [], position: undefined };
    // none of the transports under test writes ticks itself
    const writer = undefined as unknown as TickWriter;
    this.transport = open({ ...defaults, ...target }, this, writer);
    if (this.told.length > 0) throw new Error('told something before it was opened');
  }

  opened(): void {
    this.told.push('opened');
  }

  frame(data: string | ArrayBuffer): void {
    this.told.push('frame');
    this.frames.push(data);
    this.onFrame(data);
  }

  alive(): void {
    this.told.push('alive');
  }

  ended(end: TransportEnd): void {
    this.told.push('ended');
    this.ends.push(end);
  }

  texts(): string[] {
    return this.frames.filter((frame) => typeof frame === 'string');
  }

  /** Resolves with the one end that it was told. */
  async end(): Promise<TransportEnd> {
    await until(() => this.ends.length > 0, 'the end');
    return this.ends[0] as TransportEnd;
  }
}
