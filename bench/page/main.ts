/** The bench page: functions that the suites call from Node. */
import { measureKernelsHere } from './kernels.ts';
import { closeLatency, measureLatency, openLatency } from './latency.ts';
import { takeOrders } from './orders.ts';
import { closeThroughput, measureThroughput, openThroughput } from './throughput.ts';
import { closeWidgets, feedWidgets, openWidgets, untilAllTicked } from './widgets.ts';

const bench = {
  measureKernelsHere,
  openLatency,
  measureLatency,
  closeLatency,
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
