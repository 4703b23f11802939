import { expect, fixture, html } from '@open-wc/testing';
import type { DataFeed, TickerWidget } from '../../src/index.js';
import { nothingLeft } from '../elements/page.js';
import '../../src/index.js';

/** Counts what crosses between the page and its workers by message, in both directions. */
function countMessages(): { readonly count: () => number; restore(): void } {
  let count = 0;
  const Original = globalThis.Worker;
  const workerPost = Original.prototype.postMessage;
  const portPost = MessagePort.prototype.postMessage;
  Original.prototype.postMessage = function (this: Worker, ...args: unknown[]) {
    count++;
    return Reflect.apply(workerPost, this, args);
  };
  MessagePort.prototype.postMessage = function (this: MessagePort, ...args: unknown[]) {
    count++;
    return Reflect.apply(portPost, this, args);
  };
  const { addEventListener } = EventTarget.prototype;
  const hear = (target: EventTarget) => Reflect.apply(addEventListener, target, ['message', () => count++]);
  globalThis.Worker = class extends Original {
    constructor(url: string | URL, options?: WorkerOptions) {
      super(url, options);
      hear(this);
    }
  };
  const Channel = globalThis.MessageChannel;
  globalThis.MessageChannel = class extends Channel {
    constructor() {
      super();
      hear(this.port1);
    }
  };
  return {
    count: () => count,
    restore() {
      Original.prototype.postMessage = workerPost;
      MessagePort.prototype.postMessage = portPost;
      globalThis.Worker = Original;
      globalThis.MessageChannel = Channel;
    },
  };
}

describe('a million ticks through ten widgets', function () {
  this.timeout(60_000);

  it('cost no more messages between threads than ten thousand', async () => {
    const ticks = { few: 10_000, many: 1_000_000 };
    const counted = { few: 0, many: 0 };
    for (const [name, count] of Object.entries(ticks) as ['few' | 'many', number][]) {
      const messages = countMessages();
      const page = await fixture<HTMLElement>(html`
        <section>
          <data-feed src=${`sim:rate=250000&seed=5&count=${count}`} stale-after="60000"></data-feed>
          ${Array.from({ length: 10 }, (_, index) => html`<ticker-widget symbol=${`M-${index}`} indicators="sma(20)"></ticker-widget>`)}
        </section>
      `);
      const feed = page.querySelector('data-feed') as DataFeed;
      const widgets = [...page.querySelectorAll<TickerWidget>('ticker-widget')];
      const total = () => widgets.reduce((sum, { values }) => sum + values.ticks, 0);
      await new Promise<void>((resolve) => {
        const look = () => (total() >= count ? resolve() : requestAnimationFrame(look));
        look();
      });
      expect(feed.stats.ticks).to.equal(count);
      expect(total(), 'what was conflated is counted as ticks, too').to.equal(count);
      counted[name] = messages.count();
      page.remove();
      await nothingLeft();
      messages.restore();
    }
    expect(counted.few, 'the count sees the control messages').to.be.above(20);
    // a status may change once more in the longer run
    expect(counted.many).to.be.at.most(counted.few + 4);
  });
});
