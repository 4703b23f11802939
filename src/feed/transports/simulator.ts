import { MarketSimulator } from '../simulator.js';
import { parseSimulatorOptions } from '../simulator-options.js';
import { TickPace } from '../simulator-pace.js';
import type { OpenTransport } from '../transport.js';

/** The finest step of the market's clock: browsers' timers do not tick faster. */
const STEP_MS = 4;

/** The built-in simulator: ticks of a seeded market, made in the feed worker; each group of ticks counts as a message. */
export const openSimulator: OpenTransport = ({ src }, events, writer) => {
  const options = parseSimulatorOptions(src);
  const market = new MarketSimulator({ seed: options.seed, symbols: options.symbols });
  const pace = new TickPace(options);
  let timer: ReturnType<typeof setTimeout> | undefined;
  let wanted: readonly string[] = [];
  const now = () => performance.timeOrigin + performance.now();

  const work = () => {
    timer = undefined;
    const due = pace.due(performance.now());
    if (due > 0 && !writer.paused) {
      const time = now();
      writer.message(0, time);
      for (let tick = 0; tick < due; tick++) market.tickInto(writer, time);
      writer.flush();
      events.frame('');
    }
    arm();
  };
  const arm = () => {
    if (timer !== undefined || (wanted.length === 0 && options.symbols.length === 0)) return;
    const wait = pace.waitFrom(performance.now());
    if (wait < Infinity) timer = setTimeout(work, Math.max(wait, STEP_MS));
  };
  queueMicrotask(() => {
    events.opened();
    arm();
  });
  return {
    send: () => {},
    want(symbols) {
      for (const gone of wanted) if (!symbols.includes(gone) && !options.symbols.includes(gone)) market.remove(gone);
      for (const symbol of symbols) market.add(symbol);
      wanted = symbols;
      arm();
    },
    close() {
      clearTimeout(timer);
      timer = -1 as unknown as typeof timer; // a closed market arms no timer
    },
  };
};
