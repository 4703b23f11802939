import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { hashText, normal, randomStream } from '../../src/feed/random.ts';
import { simulatedName, simulatedNames } from '../../src/feed/simulated-names.ts';
import { simulateSymbol } from '../../src/feed/simulated-symbol.ts';
import { type MarketOptions, MarketSimulator } from '../../src/feed/simulator.ts';
import { parseSimulatorOptions } from '../../src/feed/simulator-options.ts';
import { TickPace } from '../../src/feed/simulator-pace.ts';
import { type RecordedQuote, type RecordedTrade, RecordingSink } from './codecs/recording-sink.ts';

const START = 1_700_000_000_000;

function run(options: MarketOptions, ticks: number): RecordingSink {
  const market = new MarketSimulator(options);
  const sink = new RecordingSink();
  for (let tick = 0; tick < ticks; tick++) market.tickInto(sink, START + tick);
  return sink;
}

function of(sink: RecordingSink, symbol: string): (RecordedTrade | RecordedQuote)[] {
  return sink.ticks.filter((tick) => tick.symbol === symbol);
}

/** A tick without its time, which is the caller's. */
function timeless({ time: _, ...tick }: RecordedTrade | RecordedQuote): object {
  return tick;
}

describe('the simulated market', () => {
  it('repeats itself exactly for one seed, and differs for another', () => {
    const options = { seed: 7, symbols: simulatedNames(20) };
    assert.deepEqual(run(options, 2_000).ticks, run(options, 2_000).ticks);
    assert.notDeepEqual(run(options, 100).ticks, run({ ...options, seed: 8 }, 100).ticks);
  });

  it('gives a symbol the same path whatever else ticks', () => {
    const alone = of(run({ seed: 7, symbols: ['AAPL'] }, 50), 'AAPL').map(timeless);
    const among = of(run({ seed: 7, symbols: ['MY-OWN', 'AAPL', ...simulatedNames(10)] }, 2_000), 'AAPL').map(timeless);
    assert.deepEqual(among.slice(0, 50), alone);
  });

  it('begins with names that people know, and makes up thousands more, no two alike', () => {
    const symbols = simulatedNames(20_000);
    assert.deepEqual(symbols.slice(0, 5), ['BTC-USD', 'ETH-USD', 'SOL-USD', 'AAPL', 'MSFT']);
    assert.equal(new Set(symbols).size, 20_000);
    assert.ok(symbols.every((name) => /^[A-Z]{1,6}(-[A-Z]{3})?$/.test(name)));
    assert.equal(symbols[10_000], simulatedName(10_000));
  });

  it('emits only valid ticks: on the price grid, bid below ask, trades at the last bid or ask', () => {
    const sink = run({ seed: 3, symbols: [...simulatedNames(60), 'SOMETHING NEW', 'ÖL-EUR'] }, 60_000);
    assert.equal(sink.ticks.length, 60_000);
    const last = new Map<string, RecordedQuote>();
    for (const tick of sink.ticks) {
      if (tick.kind === 'quote') {
        assert.ok(tick.bid > 0 && tick.bid < tick.ask && tick.bidSize > 0 && tick.askSize > 0);
        assert.equal(Number(tick.bid.toFixed(8)), tick.bid);
        last.set(tick.symbol, tick);
        continue;
      }
      const quote = last.get(tick.symbol);
      assert.ok(tick.size > 0);
      assert.equal(tick.price, tick.flags === 2 ? quote?.ask : quote?.bid);
    }
    const trades = sink.trades.length / sink.ticks.length;
    assert.ok(trades > 0.45 && trades < 0.55, `${trades} of the ticks are trades`);
  });

  it('has as many trades as it is asked for, and moves with them where nobody quotes', () => {
    const trades = (tradeShare: number) => run({ seed: 3, symbols: ['AAPL'], tradeShare }, 1_000).trades;
    assert.equal(trades(0).length, 0);
    const few = trades(0.1).length;
    assert.ok(few > 50 && few < 150, `${few} of 1,000`);
    const all = trades(1);
    assert.equal(all.length, 1_000);
    assert.ok(new Set(all.map(({ price }) => price)).size > 20);
  });

  it('numbers the ticks of each symbol without a gap', () => {
    const sink = run({ seed: 5, symbols: simulatedNames(5) }, 1_000);
    for (const symbol of simulatedNames(5)) {
      const sequences = of(sink, symbol).map((tick) => tick.sequence);
      assert.deepEqual(
        sequences,
        Array.from(sequences, (_, index) => index + 1),
      );
    }
  });

  it('keeps prices near where they began, through calm and stormy times', () => {
    const symbol = simulateSymbol('BTC-USD', 11);
    let previous = 0;
    let moved = 0;
    let largest = 0;
    const quote = (_: number, _time: number, bid: number) => {
      if (previous > 0) {
        moved += Math.abs(bid / previous - 1);
        largest = Math.max(largest, Math.abs(bid / previous - 1));
      }
      previous = bid;
    };
    const paths: number[] = [];
    for (let tick = 1; tick <= 200_000; tick++) {
      symbol.tickInto({ quote, trade: () => undefined, symbol: () => 1 }, START);
      assert.ok(previous > 40_000 && previous < 100_000, `${previous} at tick ${tick}`);
      if (tick % 200 === 0) {
        paths.push(moved);
        moved = 0;
      }
    }
    paths.sort((one, other) => one - other);
    assert.ok(
      (paths[900] as number) > 5 * (paths[100] as number),
      `the stormy went ${paths[900]}, the calm ${paths[100]}`,
    );
    assert.ok(largest > 0.0003 && largest < 0.002, `the largest step was ${largest}`);
  });

  it('trades few symbols much and many little, and lets each tick once before any ticks twice', () => {
    const sink = run({ seed: 2, symbols: simulatedNames(100) }, 20_100);
    const first = sink.ticks.slice(0, 100).map((tick) => tick.symbol);
    assert.equal(new Set(first).size, 100);
    const counts = simulatedNames(100).map((symbol) => of(sink, symbol).length);
    assert.ok((counts[0] as number) > 4 * (counts[99] as number), `${counts[0]} against ${counts[99]}`);
    assert.ok(Math.min(...counts) > 20);
  });

  it('lists any name on demand, and goes on with one that was removed', () => {
    const market = new MarketSimulator({ seed: 9 });
    const sink = new RecordingSink();
    assert.equal(market.tickInto(sink, START), false);
    assert.equal(market.add('ACME'), true);
    assert.equal(market.add('ACME'), false);
    for (let tick = 0; tick < 5; tick++) assert.equal(market.tickInto(sink, START), true);
    assert.equal(market.remove('ACME'), true);
    assert.equal(market.remove('ACME'), false);
    assert.equal(market.remove('NEVER HEARD OF'), false);
    assert.equal(market.tickInto(sink, START), false);
    market.add('OTHER');
    market.add('ACME');
    market.remove('OTHER');
    market.tickInto(sink, START);
    assert.deepEqual(market.symbols, ['ACME']);
    const sequences = sink.ticks.map((tick) => [tick.symbol, tick.sequence]);
    assert.deepEqual(
      sequences,
      [1, 2, 3, 4, 5, 6].map((sequence) => ['ACME', sequence]),
    );
  });

  it('refuses a count that is none', () => {
    assert.throws(() => simulatedNames(1.5), { name: 'RangeError', message: /count is 1.5/ });
  });
});

describe('random numbers', () => {
  it('are uniform, and normal-like with deviation 1', () => {
    const random = randomStream(1);
    const uniform = Array.from({ length: 100_000 }, () => random());
    const bell = Array.from({ length: 100_000 }, () => normal(random));
    const mean = (values: number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
    assert.ok(uniform.every((value) => value >= 0 && value < 1));
    assert.ok(Math.abs(mean(uniform) - 0.5) < 0.005);
    assert.ok(Math.abs(mean(bell)) < 0.015);
    assert.ok(Math.abs(mean(bell.map((value) => value * value)) - 1) < 0.02);
  });

  it('repeat for one stream only, and are unlike those of a near one', () => {
    const draw = (stream: number) => {
      const random = randomStream(stream);
      return Array.from({ length: 10_000 }, () => random());
    };
    assert.deepEqual(draw(1), draw(1));
    const [one, other] = [draw(1), draw(2)] as const;
    const mean = one.reduce((sum, value, index) => sum + (value - 0.5) * ((other[index] as number) - 0.5), 0) / 10_000;
    assert.ok(Math.abs(mean * 12) < 0.04, `the correlation is ${mean * 12}`);
    assert.equal(new Set([...one, ...other]).size > 19_900, true);
  });

  it('hash near texts far apart', () => {
    assert.equal(hashText('AAPL', 1), hashText('AAPL', 1));
    const hashes = ['AAPL', 'AAPM', 'AAP', ''].flatMap((text) => [hashText(text, 1), hashText(text, 2)]);
    assert.equal(new Set(hashes).size, 8);
  });
});

describe('the options of a simulated source', () => {
  it('have defaults', () => {
    const defaults = { rate: 50, seed: 1, count: Number.POSITIVE_INFINITY, burst: 1, symbols: [] };
    for (const source of ['sim:', '', 'SIM:']) assert.deepEqual(parseSimulatorOptions(source), defaults);
  });

  it('are read from the source', () => {
    assert.deepEqual(parseSimulatorOptions('sim:rate=0.5&seed=7&count=1000&burst=10&symbols=BTC-USD, AAPL'), {
      rate: 0.5,
      seed: 7,
      count: 1000,
      burst: 10,
      symbols: ['BTC-USD', 'AAPL'],
    });
  });

  const mistakes: [string, RegExp][] = [
    ['sim:rate=fast', /^sim: option "rate" must be a number from 0 to 10000000, not "fast"$/],
    ['sim:rate=-1', /option "rate" must be a number/],
    ['sim:rate=', /option "rate" must be a number .*, not ""$/],
    ['sim:seed=1.5', /option "seed" must be a whole number from 0 to 4294967295, not "1.5"/],
    ['sim:burst=0', /option "burst" must be a whole number from 1/],
    ['sim:rate=1&rate=2', /option "rate" must be a number .*, not "1,2"/],
    ['sim:toString=1', /unknown sim: option "toString"/],
    ['sim:symbols=A,,B', /option "symbols" must be names/],
    ['sim:raet=5', /unknown sim: option "raet" \(did you mean "rate"\?\): known are rate, seed, count, burst, symbols/],
    ['sim:speed=5', /unknown sim: option "speed"/],
  ];
  for (const [source, message] of mistakes) {
    it(`refuse ${source}`, () => assert.throws(() => parseSimulatorOptions(source), { name: 'TypeError', message }));
  }
});

describe('the pace of a simulated market', () => {
  const endless = { burst: 1, count: Number.POSITIVE_INFINITY };

  it('follows the clock, however unevenly it is asked', () => {
    const pace = new TickPace({ ...endless, rate: 200 });
    assert.equal(pace.due(START), 0);
    let total = 0;
    for (const now of [3, 4, 5, 17, 400, 401, 999.9, 1000]) total += pace.due(START + now);
    assert.equal(total, 200);
    assert.equal(pace.due(START + 1000), 0);
  });

  it('gives whole bursts, and says when the next one comes', () => {
    const pace = new TickPace({ ...endless, rate: 100, burst: 10 });
    assert.equal(pace.waitFrom(START), 100);
    assert.equal(pace.due(START), 0);
    assert.equal(pace.due(START + 99), 0);
    assert.equal(pace.waitFrom(START + 99), 1);
    assert.equal(pace.due(START + 100), 10);
    assert.equal(pace.due(START + 350), 20);
    assert.equal(pace.waitFrom(START + 390), 10);
    assert.equal(pace.waitFrom(START + 500), 0);
  });

  it('stops exactly at the count', () => {
    const pace = new TickPace({ rate: 1000, burst: 8, count: 20 });
    pace.due(START);
    assert.equal(pace.due(START + 16), 16);
    assert.equal(pace.due(START + 1000), 4);
    assert.equal(pace.due(START + 2000), 0);
    assert.equal(pace.waitFrom(START + 2000), Number.POSITIVE_INFINITY);
  });

  it('does not make up for more than two seconds', () => {
    const pace = new TickPace({ ...endless, rate: 100 });
    pace.due(START);
    assert.equal(pace.due(START + 3_600_000), 200);
    assert.equal(pace.due(START + 3_600_000), 0);
    assert.equal(pace.due(START + 3_601_000), 100);
  });

  it('is silent at a rate of 0', () => {
    const pace = new TickPace({ ...endless, rate: 0 });
    assert.equal(pace.due(START), 0);
    assert.equal(pace.due(START + 10_000), 0);
    assert.equal(pace.waitFrom(START), Number.POSITIVE_INFINITY);
  });
});
