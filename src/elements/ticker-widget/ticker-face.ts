import type { CompiledOutput } from '../../indicators/compile.js';
import type { SlotReader } from '../../memory/slot-reader.js';
import { DASH, type Numbers } from '../shared/numbers.js';
import { fill, type WordsOf } from '../shared/strings.js';
import { FLASH_MS, mayFlash } from './flashes.js';
import { sentenceOf } from './ticker-sentence.js';
import { SPARKLINE_POINTS } from './ticker-settings.js';
import { type Outputs, readOutput, readValue } from './ticker-values.js';
import type { TICKER_ENGLISH } from './ticker-words.js';
import { drawTrail } from './trail-path.js';

/** Where a price goes: the name of a custom state, and of a colour. */
export type Move = '' | 'up' | 'down';

/** What a ticker shows and says beside numbers. */
export type TickerWords = WordsOf<typeof TICKER_ENGLISH>;

/** The direction of a change. */
export const moveOf = (change: number): Move => (change > 0 ? 'up' : change < 0 ? 'down' : '');

/** Least time between two drawings of the sparkline. */
const TRAIL_MS = 250;
const trail = new Float64Array(SPARKLINE_POINTS);

/** A price that never rests does not flash all the time. */
const FLASH_PAUSE_MS = 900;

/** One text node and the number it shows. */
class Field {
  readonly #node: Text;
  #value: number | undefined;

  constructor(root: ParentNode, selector: string) {
    this.#node = root.querySelector(selector)?.firstChild as Text;
  }

  show(value: number, write: (value: number) => string): void {
    if (Object.is(value, this.#value)) return;
    this.#value = value;
    const text = write(value);
    if (text !== this.#node.data) this.#node.data = text;
  }

  get text(): string {
    return this.#node.data;
  }
}

/** Shows a ticker's values in the nodes that were rendered for them, touching only what changed. Main thread. */
export class TickerFace {
  readonly #numbers: Numbers;
  readonly #shown: readonly CompiledOutput[];
  readonly #words: TickerWords;
  readonly #price: Field;
  readonly #change: Field;
  readonly #percent: Field;
  readonly #indicators: readonly Field[];
  readonly #box: HTMLElement;
  readonly #line: Element | null;
  readonly #area: Element | null;
  readonly #age: Element;
  readonly #said: Element;
  #trailed = Number.NEGATIVE_INFINITY;
  #last = Number.NaN;
  #move: Move = '';
  /** Characters of the price: a long one is written smaller. */
  #length = 0;
  #flashed = 0;

  /** `shown`: the indicators that have a place. */
  constructor(root: ParentNode, numbers: Numbers, words: TickerWords, shown: readonly CompiledOutput[]) {
    this.#words = words;
    this.#numbers = numbers;
    this.#shown = shown;
    this.#price = new Field(root, '.price');
    this.#change = new Field(root, '.by');
    this.#percent = new Field(root, '.percent');
    this.#indicators = shown.map((_, index) => new Field(root, `.indicators > :nth-child(${index + 1}) > b`));
    this.#box = root.querySelector('.price') as HTMLElement;
    this.#age = root.querySelector('.age') as Element;
    this.#said = root.querySelector('.said') as Element;
    this.#line = root.querySelector('.line');
    this.#area = root.querySelector('.area');
  }

  /** Values of a lane, or dashes where there is none. `now`: the frame's time, for the flash; 0: no flash. */
  show(outputs: Outputs | undefined, now: number): void {
    const numbers = this.#numbers;
    const last = readValue(outputs?.values, 'last');
    numbers.follow(last);
    this.#price.show(last, (value) => numbers.price(value));
    const { length } = this.#price.text;
    if (length !== this.#length) this.#box.style.setProperty('--_length', String(length));
    this.#length = length;
    const change = numbers.visible(readValue(outputs?.values, 'change'));
    this.#move = moveOf(change);
    this.#change.show(change, (value) => numbers.change(value));
    // a change that reads as zero is none in percent either
    this.#percent.show(change && readValue(outputs?.values, 'changePercent'), (value) => numbers.percent(value));
    this.#shown.forEach(({ name, unit }, index) => {
      this.#indicators[index]?.show(readOutput(outputs, name), (value) => numbers.inUnit(value, unit));
    });
    if (now > this.#flashed) this.#flash(moveOf(last - this.#last), now);
    this.#last = last;
  }

  /** The sparkline, four times a second at most; false: not now, try again. */
  showTrail(reader: SlotReader, now: number): boolean {
    if (now - this.#trailed < TRAIL_MS) return false;
    const count = this.#line ? reader.readTrail(trail) : 0;
    if (count < 0) return false;
    this.#trailed = now;
    this.#drawTrail(count);
    return true;
  }

  clearTrail(): void {
    this.#drawTrail(0);
  }

  #drawTrail(count: number): void {
    const line = drawTrail(trail, count);
    this.#line?.setAttribute('d', line);
    this.#area?.setAttribute('d', line && `${line}V24H0Z`);
  }

  /** Since when nothing came, while it is stale; NaN: it is not. In the browser's own zone where none is given. */
  showAge(time: number, timeZone?: string): void {
    this.#age.textContent = Number.isNaN(time)
      ? ''
      : fill(this.#words.stale, { time: this.#numbers.time(time, timeZone) });
  }

  /** All that is shown, in words. `wrong`: something is. */
  text(symbol: string, stale: boolean, wrong: boolean): string {
    const others = this.#shown.flatMap(({ name }, index) => {
      const value = this.#indicators[index]?.text;
      return value === DASH ? [] : [`${name} ${value}`];
    });
    const [price, change, percent] = [this.#price.text, this.#change.text, this.#percent.text];
    return sentenceOf({ symbol, price, move: this.#move, change, percent, others, stale, wrong }, this.#words);
  }

  /** Has a screen reader find what is shown; whether that is something new. */
  say(text: string): boolean {
    if (this.#said.textContent === text) return false;
    this.#said.textContent = text;
    return true;
  }

  #flash(move: Move, now: number): void {
    if (!move || !mayFlash(now)) return;
    this.#flashed = now + FLASH_PAUSE_MS;
    const backgroundColor = `color-mix(in srgb, var(--_${move}) 28%, transparent)`;
    this.#box.animate({ backgroundColor: [backgroundColor, 'transparent'] }, FLASH_MS);
  }
}
