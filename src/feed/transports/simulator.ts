import { MarketSimulator } from '../simulator.js';
import { parseSimulatorOptions } from '../simulator-options.js';
import { TickPace } from '../simulator-pace.js';
import type { OpenTransport } from '../transport.js';

/** The finest step of the market's clock: browsers' timers do not tick faster. */
const STEP_MS = 4;

/** The longest it waits: a timer that is set to more than 2^31 ms fires at once. */
const LONGEST_MS = 1e9;

/** The built-in simulator: ticks of a seeded market, made in the feed worker; each group of ticks counts as a message. */
export const openSimulator: OpenTransport = ({ url }, events, writer) => {
  const options = parseSimulatorOptions(url);
  const market = new MarketSimulator(options);
  const pace = new TickPace(options);
  let timer: ReturnType<typeof setTimeout> | undefined;
  let wanted = options.symbols;
  const now = () => performance.timeOrigin + performance.now();

  const work = () => {
    timer = undefined;
    const time = now();
    const due = pace.due(time);
    if (due > 0 && !writer.paused) {
      events.alive();
      writer.message(0, time);
      for (let tick = 0; tick < due; tick++) market.tickInto(writer, time);
      writer.flush();
    }
    arm();
  };
  const arm = () => {
    if (wanted.length === 0) return;
    timer ??= setTimeout(work, Math.min(Math.max(pace.waitFrom(now()), STEP_MS), LONGEST_MS));
  };
  queueMicrotask(() => {
    events.opened();
    arm();
  });
  return {
    calm: true,
    send: () => {},
    want(symbols) {
      const before = wanted;
      wanted = [...options.symbols, ...symbols];
      for (const gone of before) if (!wanted.includes(gone)) market.remove(gone);
      for (const symbol of wanted) market.add(symbol);
      arm();
    },
    close() {
      clearTimeout(timer);
      wanted = []; // a closed market arms no timer
    },
  };
};
