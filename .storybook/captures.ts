/** Recorded sessions that stories replay, made up here: one in the common JSON, one in the protocol of a venue. */

/** A market of its own for each: an even walk, the same every time. */
function walk(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32 - 0.5;
  };
}

const BEGIN = Date.UTC(2026, 0, 5, 14, 30) / 1000;
const MESSAGES = 600;
const STEP_S = 0.1;

/** A line of a capture: when it was received, in epoch seconds, and the message. */
const line = (second: number, message: object) =>
  JSON.stringify({ t: Math.round((BEGIN + second) * 1000) / 1000, d: 'recv', m: JSON.stringify(message) });

/** A minute of trades in the common JSON. */
export function commonCapture(): string {
  const next = walk(7);
  let price = 64_000;
  const lines = Array.from({ length: MESSAGES }, (_, at) => {
    price += 12 * next();
    const time = Math.round((BEGIN + at * STEP_S) * 1000);
    return line(at * STEP_S, {
      symbol: 'BTC-USD',
      price: Number(price.toFixed(2)),
      size: 0.01,
      time,
      sequence: at + 1,
    });
  });
  return `${lines.join('\n')}\n`;
}

/** A minute of trades and quotes as Coinbase Exchange sends them. */
export function venueCapture(): string {
  const next = walk(11);
  const product_id = 'ETH-USD';
  let price = 3100;
  const lines = Array.from({ length: MESSAGES }, (_, at) => {
    price += 1.5 * next();
    const time = new Date((BEGIN + at * STEP_S) * 1000).toISOString();
    const [text, bid, ask] = [price, price - 0.01, price + 0.01].map((value) => value.toFixed(2));
    const trade = { trade_id: 1000 + at, product_id, price: text, size: '0.25', side: 'sell', time };
    const quote = {
      product_id,
      price: text,
      best_bid: bid,
      best_bid_size: '2',
      best_ask: ask,
      best_ask_size: '3',
      time,
    };
    const second = at * STEP_S;
    return [
      line(second, { type: 'match', ...trade, sequence: 1_000_000 + 2 * at }),
      line(second, { type: 'ticker', ...quote, sequence: 1_000_001 + 2 * at, trade_id: 1000 + at, last_size: '0.25' }),
    ].join('\n');
  });
  return `${lines.join('\n')}\n`;
}
