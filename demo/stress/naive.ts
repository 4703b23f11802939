import { element } from '../element.js';
import { FrameMeter, quantile } from './frame-meter.js';
import type { Market } from './market.js';
import { NaiveBoard } from './naive-board.js';

/** How the version by hand does, since it was last looked at. NaN: not known. */
export interface NaiveFigures {
  readonly framesPerSecond: number;
  readonly frameP99: number;
  readonly ticksPerSecond: number;
  /** Milliseconds of a second that its script takes on the main thread; style and layout come on top. */
  readonly scriptPerSecond: number;
  /** Milliseconds from a tick's making to the frame that shows it. */
  readonly tickToPaint: { readonly p50: number; readonly p95: number; readonly p99: number; readonly max: number };
}

/** Milliseconds behind the market at which it gives up: the page could not be used any more. */
const GIVE_UP_MS = 4000;
const SEED = 7;
const wallClock = () => performance.timeOrigin + performance.now();

/** The version by hand, with its source. */
export class Naive {
  /** It fell so far behind that it was stopped; how far, in ms. */
  gaveUp = 0;
  readonly #board = new NaiveBoard(element('naive-rows'));
  readonly #ended: () => void;
  readonly #meter = new FrameMeter(() => this.#painted());
  #delays: number[] = [];
  #spent = 0;
  #ticks = 0;
  #looked = 0;
  #stop: (() => void) | undefined;

  /** `ended` is called where it gives up or its source is lost. */
  constructor(ended: () => void) {
    this.#ended = ended;
  }

  get running(): boolean {
    return this.#stop !== undefined;
  }

  /** Ticks shown so far. */
  get ticks(): number {
    return this.#board.ticks;
  }

  start(market: Market, symbols: readonly string[], rate: number): void {
    this.stop();
    this.gaveUp = 0;
    this.#board.show(symbols);
    this.#stop = market.socket ? this.#listen(market.socket, symbols) : this.#simulate(symbols, rate);
    this.#meter.start();
    this.look();
  }

  stop(): void {
    this.#stop?.();
    this.#stop = undefined;
    this.#meter.stop();
  }

  /** Brings the table into the window: the browser draws nothing elsewhere. */
  reveal(): void {
    element('naive-rows').closest('.wall')?.scrollIntoView({ block: 'end' });
  }

  /** Takes the rows away, too. */
  clear(): void {
    this.stop();
    this.#board.show([]);
  }

  /** The figures since the last look. */
  look(): NaiveFigures {
    const seconds = (performance.now() - this.#looked) / 1000;
    this.#looked = performance.now();
    const ticks = this.#board.ticks - this.#ticks;
    this.#ticks = this.#board.ticks;
    const delays = this.#delays;
    this.#delays = [];
    const spent = this.#spent;
    this.#spent = 0;
    const [p50, p95, p99, max] = [0.5, 0.95, 0.99, 1].map((share) => quantile(delays, share)) as [
      ...[p50: number, p95: number],
      ...[p99: number, max: number],
    ];
    return {
      ...this.#meter.read(),
      ticksPerSecond: ticks / seconds,
      scriptPerSecond: spent / seconds,
      tickToPaint: { p50, p95, p99, max },
    };
  }

  #listen(address: string, symbols: readonly string[]): () => void {
    const socket = new WebSocket(address);
    socket.onopen = () => socket.send(JSON.stringify({ type: 'subscribe', symbols, format: 'json' }));
    socket.onmessage = ({ data }) => this.#take(data as string);
    socket.onclose = () => this.#end();
    return () => {
      socket.onclose = socket.onmessage = null;
      socket.close();
    };
  }

  #simulate(symbols: readonly string[], rate: number): () => void {
    const worker = new Worker(new URL('./json-texts.worker.ts', import.meta.url), { type: 'module' });
    worker.onmessage = ({ data }) => this.#take(data as string);
    worker.postMessage({ symbols, rate, seed: SEED });
    return () => {
      worker.onmessage = null;
      worker.terminate();
    };
  }

  #take(text: string): void {
    const from = performance.now();
    this.#board.take(text);
    this.#spent += performance.now() - from;
    const behind = wallClock() - (this.#board.times.at(-1) ?? Number.NaN);
    if (behind < GIVE_UP_MS || Number.isNaN(behind)) return;
    this.gaveUp = behind;
    this.#end();
  }

  #end(): void {
    this.stop();
    this.#ended();
  }

  /** A frame shows all that came before it. */
  #painted(): void {
    const now = wallClock();
    for (const time of this.#board.times) this.#delays.push(now - time);
    this.#board.times = [];
  }
}
