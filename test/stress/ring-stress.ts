import { expect } from '@open-wc/testing';
import { createRuntime, endLane, newSeed, published, runLane, sendTicks, until, untilTicks } from './stress.js';

export interface RingStress {
  readonly ticks: number;
  readonly capacity: number;
  readonly batch: number;
  readonly inPlace?: boolean;
}

/** What went wrong with one lane between two real workers; empty where nothing did. */
export async function stressRing({ ticks, capacity, batch, inPlace = false }: RingStress): Promise<string[]> {
  const runtime = createRuntime();
  const running = await runLane(runtime, { capacity });
  const seed = newSeed();
  const sent = await sendTicks(runtime, { lanes: [running.lane.address], ticks, seed, batch, patient: false, inPlace });
  const wrong: string[] = [];
  if (inPlace) await until(() => running.host.block.answered === running.host.block.bell, 'the last drain');
  else await untilTicks(running, sent.trades + sent.quotes);
  running.reader.read();
  const compare = (what: string, got: number, expected: number) => {
    if (got !== expected) wrong.push(`${what}: ${got}, not ${expected}`);
  };
  compare('last', published(running, 'LAST'), sent.last);
  compare('volume', published(running, 'VOLUME'), sent.volume);
  if (!inPlace) {
    compare('high', published(running, 'HIGH'), sent.high);
    compare('low', published(running, 'LOW'), sent.low);
    compare('trades', published(running, 'TRADES'), sent.trades);
    compare('ticks', published(running, 'TICKS'), sent.trades + sent.quotes);
    compare('bid', published(running, 'BID'), sent.bid);
    compare('ask', published(running, 'ASK'), sent.ask);
    compare('conflated', published(running, 'CONFLATED'), sent.conflated[0] as number);
    expect(sent.conflated[0], 'the ring was full at times').to.be.above(0);
    expect(published(running, 'CONFLATED'), 'and not always').to.be.below(ticks);
  }
  await endLane(runtime, running);
  expect(runtime.memory.used).to.equal(0);
  return wrong;
}
