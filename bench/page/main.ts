/** The bench page: functions that the suites call from Node. */
import { closeLatency, measureLatency, openLatency } from './latency.ts';
import {
  measureBarsHere,
  measureHistoryHere,
  measurePlanHere,
  measureStreamHere,
  measureTicksHere,
} from './measure.ts';
import { takeOrders } from './orders.ts';
import { closeParsed, measureParsed, openParsed } from './parsed.ts';
import { closeThroughput, measureThroughput, openThroughput } from './throughput.ts';
import { closeWidgets, feedWidgets, openWidgets, untilAllTicked } from './widgets.ts';

const bench = {
  measureTicksHere,
  measureHistoryHere,
  measureStreamHere,
  measureBarsHere,
  measurePlanHere,
  openLatency,
  measureLatency,
  closeLatency,
  openParsed,
  measureParsed,
  closeParsed,
  openThroughput,
  measureThroughput,
  closeThroughput,
  openWidgets,
  feedWidgets,
  untilAllTicked,
  closeWidgets,
};
export type Bench = typeof bench;

await takeOrders(bench);
