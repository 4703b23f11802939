/**
 * Pages under load: one for each way of showing a thousand tickers. They differ in what they make of the ticks; what is measured and how is the same
 * for all, and here.
 */
import { takeOrders } from '../orders.ts';
import { recordFrames } from './frames.ts';
import { InputRecord, type Inputs } from './inputs.ts';

/** What a page shall show. */
export interface Load {
  /** Of the gateway's WebSocket. */
  readonly url: string;
  readonly symbols: readonly string[];
  readonly format: 'json' | 'binary';
  /** What only this page understands. */
  readonly options: Readonly<Record<string, string | boolean>>;
}

/** One way of showing tickers. */
export interface Contender {
  /** Shows the tickers, and ticks from then on; resolves when the first ones are shown. Rejects where this browser or page cannot. */
  open(stage: HTMLElement, load: Load): Promise<void>;
  /** Ticks that have been applied so far. */
  readonly ticks: number;
  /** Forgets figures of its own: a round begins. */
  begin?(): void;
  /** Figures of its own since then. */
  end?(): Readonly<Record<string, number>>;
}

/** What came of one round. */
export interface Round {
  /** Times of its frames, ms. */
  readonly frames: readonly number[];
  readonly ticks: number;
  /** Milliseconds in which they were applied. */
  readonly elapsed: number;
  readonly own: Readonly<Record<string, number>>;
}

/** Where things are on the page, for whoever clicks. */
export interface Places {
  readonly stage: { readonly left: number; readonly top: number; readonly width: number; readonly height: number };
  readonly field: { readonly left: number; readonly top: number };
}

/** Functions of every page under load that Node calls; a page may have others beside them. */
export function liveCalls(contender: Contender) {
  const { stage, field } = layOut();
  const inputs = new InputRecord();
  return {
    open: (load: Load) => contender.open(stage, load),
    async measure(seconds: number): Promise<Round> {
      contender.begin?.();
      const { ticks } = contender;
      const from = performance.now();
      const frames = await recordFrames(seconds);
      const elapsed = performance.now() - from;
      return { frames, ticks: contender.ticks - ticks, elapsed, own: contender.end?.() ?? {} };
    },
    places(): Places {
      const { left, top, width, height } = stage.getBoundingClientRect();
      const box = field.getBoundingClientRect();
      return { stage: { left, top, width, height }, field: { left: box.left + 20, top: box.top + box.height / 2 } };
    },
    beginInputs: () => inputs.begin(),
    endInputs: (): Inputs => inputs.end(),
  };
}

/** Takes orders for a contender, and for more functions where a page has some. */
export function serveContender(contender: Contender, more: Parameters<typeof takeOrders>[0] = {}): Promise<void> {
  return takeOrders({ ...liveCalls(contender), ...more });
}

/** A field to type into, and below it the stage: what is left of the window. */
function layOut(): { stage: HTMLElement; field: HTMLInputElement } {
  const style = document.createElement('style');
  style.textContent = `
    html { font: 16px system-ui; color-scheme: light }
    body { margin: 0; display: grid; grid-template-rows: 40px calc(100dvh - 40px) }
    body > header { padding: 6px }
    #stage { min-width: 0; overflow: hidden }`;
  document.head.append(style);
  const header = document.createElement('header');
  const field = document.createElement('input');
  field.ariaLabel = 'Something to type into';
  header.append(field);
  const stage = document.createElement('main');
  stage.id = 'stage';
  document.body.append(header, stage);
  return { stage, field };
}
