import type { BenchWindow } from '../browser/window.ts';
import type { Places } from '../page/live/contender.ts';
import type { Inputs } from '../page/live/inputs.ts';
import { seededRandom } from '../random.ts';
import { inputQuantile, quantile } from './arithmetic.ts';

/** How a page answers while it is under load. */
export interface InputFigures {
  /** Clicks and keys: 98 of 100 are shown within so many ms. */
  readonly p98: number;
  /** Clicks and keys: 98 of 100 are handled within so many ms. */
  readonly handled: number;
  /** Turns of the wheel: the same as of clicks. */
  readonly scroll: number;
  /** Clicks and keys in all. */
  readonly made: number;
}

/** From one input to the next, ms. */
const PAUSE_MS = 20;
/** Seconds of inputs at least: of a few, 98 of 100 are all of them. */
const LEAST_SECONDS = 20;
const TURN = 240;
/** Keys typed into the field in a row. */
const KEYS = 4;
/** A page that does not take an input in this time is stuck, ms. */
const STUCK_MS = 10_000;
/** Answers come with the next frame. */
const SETTLE_MS = 500;

const after = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms));

/** Clicks tickers, types into the field and turns the wheel for so many seconds, by turns. */
export async function measureInputs(window: BenchWindow, seconds: number): Promise<InputFigures> {
  const { stage, field } = await window.call<Places>('places', []);
  await window.call('beginInputs', []);
  const random = seededRandom();
  let made = 0;
  let turns = 0;
  const input = (method: string, params: object) => window.devtools.send(`Input.${method}`, params);
  const click = async (x: number, y: number) => {
    const button = { x, y, button: 'left', clickCount: 1 };
    await input('dispatchMouseEvent', { type: 'mousePressed', ...button });
    await input('dispatchMouseEvent', { type: 'mouseReleased', ...button });
    made++;
  };
  const key = async (text: string) => {
    const code = `Key${text.toUpperCase()}`;
    await input('dispatchKeyEvent', { type: 'keyDown', key: text, code, text });
    await input('dispatchKeyEvent', { type: 'keyUp', key: text, code });
    made++;
  };
  const turn = async () => {
    // down most of the way, then up again
    const deltaY = turns++ % 8 < 4 ? TURN : -TURN;
    const [x, y] = [stage.left + stage.width / 2, stage.top + stage.height / 2];
    await input('dispatchMouseEvent', { type: 'mouseWheel', x, y, deltaX: 0, deltaY });
  };
  const steps = [
    () => click(stage.left + stage.width * (0.05 + 0.9 * random()), stage.top + stage.height * (0.1 + 0.8 * random())),
    turn,
    turn,
    () => click(field.left, field.top),
    ...Array.from({ length: KEYS }, (_, index) => () => key('abcdefgh'[index] as string)),
  ];
  const until = performance.now() + Math.max(LEAST_SECONDS, seconds) * 1000;
  for (let step = 0; performance.now() < until; step++) {
    const from = performance.now();
    await (steps[step % steps.length] as () => Promise<void>)();
    if (performance.now() - from > STUCK_MS) break;
    await after(PAUSE_MS);
  }
  await after(SETTLE_MS);
  const { told, handled, scrolls } = await window.call<Inputs>('endInputs', []);
  const sorted = Float64Array.from(scrolls).sort();
  return {
    p98: inputQuantile(told, made, 0.98),
    handled: inputQuantile(handled, made, 0.98),
    scroll: quantile(sorted, 0.98),
    made,
  };
}
