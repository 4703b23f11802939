/** The bench page: functions that the suites call from Node. */
import { measureLatency } from './latency.ts';
import { measureThroughput } from './throughput.ts';
import { closeWidgets, feedWidgets, openWidgets, untilAllTicked } from './widgets.ts';

const bench = { measureLatency, measureThroughput, openWidgets, feedWidgets, untilAllTicked, closeWidgets };
export type Bench = typeof bench;

Object.assign(globalThis, { bench });
