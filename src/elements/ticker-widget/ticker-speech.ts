import type { Signal } from '../price-alert/signal.js';
import { Announcer, sayAlert } from '../shared/announcer.js';
import { DRAWN_ENGLISH, type DrawnWords } from '../shared/drawn-words.js';
import { Language } from '../shared/language.js';
import { Numbers } from '../shared/numbers.js';
import { fill } from '../shared/strings.js';
import type { Saying, Urgency } from '../shared/voice.js';
import type { TickerParts } from './ticker-age.js';
import type { TickerWords } from './ticker-face.js';
import { TICKER_ENGLISH } from './ticker-words.js';

/** The words of a widget: what it shows and says in its language, and when it says it aloud. Main thread. */
export class TickerSpeech {
  readonly language: Language<typeof TICKER_ENGLISH>;
  readonly announcer: Announcer;
  readonly #ticker: TickerParts;
  /** Time of the last tick, where that is stale; else NaN. */
  #stale = Number.NaN;

  constructor(ticker: TickerParts) {
    this.#ticker = ticker;
    this.language = new Language(ticker.element, 'ticker', TICKER_ENGLISH);
    this.announcer = new Announcer(
      () => this.#saying,
      (count) => this.language.fill(this.words.more, {}, count),
    );
  }

  get words(): TickerWords {
    return this.language.words;
  }

  get drawn(): DrawnWords {
    return this.language.wordsOf('drawn', DRAWN_ENGLISH);
  }

  get #text(): string {
    const { element, face, age, wrong } = this.#ticker;
    return face?.text(element.symbol, age === 'stale', wrong) ?? '';
  }

  get #saying(): Saying {
    return { text: this.#ticker.element.isConnected ? this.#text : '', language: this.language.tag };
  }

  /** Shows since when nothing has come; NaN: all is well. Without a time as it was. */
  showAge(time = this.#stale): void {
    this.#stale = time;
    const { element, face, settings, instrument } = this.#ticker;
    // the reader's own clock, unless a time zone was asked for
    const asked = element.timeZone || instrument?.timeZone;
    face?.showAge(time, asked ? settings?.request.timeZone : undefined);
  }

  /** Brings up to date what a screen reader finds; whether it was not. */
  renew(): boolean {
    const renewed = this.#ticker.face?.say(this.#text) ?? false;
    // that nothing has come yet is no news
    if (renewed && this.#ticker.age !== 'waiting') this.announcer.moved();
    return renewed;
  }

  /** Has an alert heard that fired. */
  alert({ name, when, price }: Signal, urgency: Urgency): void {
    const { element, settings } = this.#ticker;
    const { tag, around } = this.language;
    const numbers = settings?.numbers ?? new Numbers(around || undefined, '', Number.NaN);
    const values = { name: name || when, symbol: element.symbol, price: numbers.price(price) };
    sayAlert({ text: fill(this.words.signal, values), language: tag }, urgency);
  }
}
