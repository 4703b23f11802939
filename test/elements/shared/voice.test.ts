import { expect, fixture, html } from '@open-wc/testing';
import {
  alert,
  answer,
  ask,
  forget,
  leftOut,
  PACE_MS,
  type Speaker,
  voiceClock,
} from '../../../src/elements/shared/voice.js';
import type { DataFeed, PriceAlert, TickerBoard, TickerWidget } from '../../../src/index.js';
import '../../../src/index.js';
import { byId, isIn, nothingLeft, until } from '../page.js';

const region = (urgency: 'polite' | 'assertive') =>
  document.querySelector<HTMLElement>(`[data-ticklane-voice="${urgency}"]`);
const heard = () => region('polite')?.textContent ?? '';

/** A clock that goes when the test says so. */
class Clock {
  /** No clock goes back: the next begins where the last one was. */
  static #reached = performance.now();
  time = Clock.#reached;
  readonly #own = { ...voiceClock };
  readonly #waits: { readonly at: number; readonly then: () => void }[] = [];

  constructor() {
    voiceClock.now = () => this.time;
    voiceClock.wait = (ms, then) => this.#waits.push({ at: this.time + ms, then });
  }

  pass(ms: number): void {
    const end = this.time + ms;
    for (;;) {
      this.#waits.sort((a, b) => a.at - b.at);
      const [first] = this.#waits;
      if (!first || first.at > end) break;
      this.#waits.shift();
      this.time = first.at;
      first.then();
    }
    this.time = end;
  }

  stop(): void {
    this.pass(20 * PACE_MS);
    Clock.#reached = this.time;
    Object.assign(voiceClock, this.#own);
  }
}

const speaker = (words: () => string, more = (count: number) => `and ${count} more`): Speaker => ({
  words: () => ({ text: words(), language: 'en' }),
  more,
});

describe('the voice of a page', () => {
  let clock: Clock;
  beforeEach(() => {
    clock = new Clock();
    clock.pass(2 * PACE_MS);
  });
  afterEach(() => clock.stop());

  it('says the newest, a text every few seconds, each in its turn', () => {
    let price = 1;
    const one = speaker(() => `one ${price}`);
    ask(one);
    clock.pass(0);
    expect(heard()).to.equal('one 1');
    for (price = 2; price < 100; price++) ask(one);
    ask(speaker(() => 'two'));
    clock.pass(PACE_MS - 1);
    expect(heard()).to.equal('one 1');
    price = 100;
    clock.pass(1);
    expect(heard()).to.equal('one 100');
    clock.pass(PACE_MS);
    expect(heard()).to.equal('two');
    clock.pass(10 * PACE_MS);
    expect(heard()).to.equal('two');
  });

  it('has few wait, and counts those that cannot', () => {
    const before = leftOut();
    const speakers = Array.from({ length: 1000 }, (_, index) => speaker(() => `number ${index}`));
    for (const each of [...speakers, ...speakers]) ask(each);
    clock.pass(0);
    expect(heard()).to.equal('number 0 and 995 more');
    expect(leftOut() - before).to.equal(2 * 995);
    for (const expected of ['number 1', 'number 2', 'number 3', 'number 4', 'number 4']) {
      clock.pass(PACE_MS);
      expect(heard()).to.equal(expected);
    }
  });

  it('says alerts before all others, and breaks in with those that are urgent', () => {
    ask(speaker(() => 'a change'));
    alert(
      speaker(() => 'an alert'),
      'assertive',
    );
    clock.pass(0);
    expect([region('assertive')?.textContent, region('assertive')?.role, region('polite')?.role]).to.deep.equal([
      'an alert',
      'alert',
      'status',
    ]);
    expect(heard()).not.to.equal('a change');
    clock.pass(PACE_MS);
    expect(heard()).to.equal('a change');
  });

  it('answers at once, and goes on later', () => {
    ask(speaker(() => 'a change'));
    clock.pass(0);
    ask(speaker(() => 'another change'));
    clock.pass(PACE_MS - 1);
    const answered = () => answer({ text: 'der Kurs', language: 'de' });
    answered();
    expect([heard(), region('polite')?.lang]).to.deep.equal(['der Kurs', 'de']);
    const { firstChild } = region('polite') as HTMLElement;
    answered();
    expect(region('polite')?.firstChild, 'said again').not.to.equal(firstChild);
    clock.pass(PACE_MS - 1);
    expect(heard()).to.equal('der Kurs');
    clock.pass(1);
    expect(heard()).to.equal('another change');
  });

  it('says nothing of who has left, nor on a hidden page', () => {
    const left = speaker(() => 'left');
    ask(left);
    forget(left);
    answer({ text: 'here', language: 'en' });
    clock.pass(PACE_MS);
    ask(speaker(() => 'hidden'));
    Object.defineProperty(document, 'hidden', { value: true, configurable: true });
    clock.pass(PACE_MS);
    Reflect.deleteProperty(document, 'hidden');
    clock.pass(PACE_MS);
    expect(heard()).to.equal('here');
  });
});

describe('elements that speak', () => {
  let clock: Clock;
  beforeEach(() => {
    clock = new Clock();
    clock.pass(2 * PACE_MS);
    answer({ text: '', language: 'en' });
  });
  afterEach(async () => {
    clock.stop();
    await nothingLeft();
  });

  it('share one region, and are heard at its pace under a fast feed', async () => {
    const page = await fixture<DataFeed>(html`<data-feed src="sim:rate=2000&seed=3">
      <ticker-widget symbol="BTC-USD" announce="change" locale="en-US"></ticker-widget>
      <ticker-widget symbol="ETH-USD" announce="change" locale="en-US"></ticker-widget>
      <ticker-widget symbol="AAPL" announce="20s" locale="en-US"></ticker-widget>
      <ticker-widget symbol="MSFT" locale="en-US"></ticker-widget>
    </data-feed>`);
    const texts: string[] = [];
    await until(() => region('polite') !== null, 'a region');
    const observer = new MutationObserver(() => texts.push(heard()));
    observer.observe(region('polite') as Node, { childList: true });
    // ten times as fast as a real one
    const turns = setInterval(() => clock.pass(PACE_MS / 20), 20);
    await until(() => texts.filter((text) => text.startsWith('BTC-USD')).length >= 3, 'three texts');
    await until(() => texts.some((text) => text.startsWith('AAPL')), 'and of another');
    clearInterval(turns);
    observer.disconnect();
    expect(document.querySelectorAll('[data-ticklane-voice="polite"]')).to.have.lengthOf(1);
    for (const text of texts) {
      expect(text).to.match(/^(BTC-USD|ETH-USD|AAPL): ([\d,.]+, (up, \+|down, -|)[\d.,]+, [-+\d.]+%)$/);
    }
    expect(texts.some((text) => text.startsWith('MSFT'))).to.equal(false);
    page.remove();
  });

  it('say when they are asked: a ticker by its button, a board by its keys', async () => {
    const page = await fixture(html`<data-feed id="feed" transport="push">
      <ticker-widget id="one" symbol="A" announce="demand" locale="en-US" previous-close="100" stale-after="0"></ticker-widget>
      <ticker-board id="board" symbols="A" locale="en-US" columns="symbol last changePercent" stale-after="0"></ticker-board>
    </data-feed>`);
    const { feed, one, board } = byId(page) as never as { feed: DataFeed; one: TickerWidget; board: TickerBoard };
    await until(() => one.lane !== null && board.lanes.length === 1, 'lanes');
    await until(() => {
      feed.push({ symbol: 'A', price: 99.5, time: Date.now() });
      return isIn(one, 'live') && board.values('A')?.last === 99.5;
    }, 'a price');
    const button = one.renderRoot.querySelector('[part="say-button"]') as HTMLButtonElement;
    expect(button.textContent?.trim()).to.equal('Say A');
    button.click();
    await until(() => heard() === 'A: 99.50, down, -0.50, -0.50%', heard());
    await expect(one).to.be.accessible();

    const cell = () => board.renderRoot.querySelector<HTMLElement>('.cell.last');
    await until(() => cell()?.textContent === '99.50', 'painted');
    // a board that is laid out anew may give its row another node
    const press = (key: string) => {
      cell()?.focus();
      // a window that is behind another one tells nobody of a focus
      if (!document.hasFocus()) cell()?.dispatchEvent(new FocusEvent('focusin', { bubbles: true }));
      cell()?.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true }));
    };
    const saysOn = (key: string, text: string) =>
      until(() => {
        press(key);
        return heard().startsWith(text);
      }, text);
    await saysOn('Enter', 'A, Last: 99.50');
    await saysOn('s', 'A: 99.50, ');
    page.remove();
  });

  it('say of a board what is selected, as it changes', async () => {
    const page = await fixture(html`<data-feed id="feed" transport="push">
      <ticker-board id="board" symbols="A B C" announce="change" locale="en-US" stale-after="0"></ticker-board>
    </data-feed>`);
    const { feed, board } = byId(page) as never as { feed: DataFeed; board: TickerBoard };
    await until(() => board.lanes.length === 3, 'lanes');
    board.selected = ['B', 'C'];
    const texts = new Set<string>();
    await until(() => {
      for (const symbol of ['A', 'B', 'C']) feed.push({ symbol, price: 10, time: Date.now() });
      clock.pass(PACE_MS);
      texts.add(heard());
      return texts.size >= 3;
    }, 'both');
    expect([...texts].sort()).to.deep.equal(['', 'B: 10.00, 0.00, 0.00%', 'C: 10.00, 0.00, 0.00%']);
    page.remove();
  });

  it('say which alert fired', async () => {
    const page = await fixture(html`<data-feed id="feed" transport="push">
      <ticker-widget id="one" symbol="A" locale="en-US" currency="USD">
        <price-alert id="alert" name="cheap" when="price < 50" announce="assertive"></price-alert>
      </ticker-widget>
    </data-feed>`);
    const { feed, alert: element } = byId(page) as never as { feed: DataFeed; alert: PriceAlert };
    await until(() => isIn(element, 'active'), 'active');
    await until(() => {
      // what comes before the worker listens is nobody's
      if (element.count === 0) feed.push([60, 40].map((price) => ({ symbol: 'A', price, time: Date.now() })));
      clock.pass(PACE_MS);
      return region('assertive')?.textContent === 'cheap: A at $40.00';
    }, 'the alert');
    page.remove();
  });

  it('say which words mean nothing', async () => {
    const page = await fixture(html`<div><ticker-widget id="one" symbol="A" announce="loudly"></ticker-widget></div>`);
    const { one } = byId(page);
    const message = 'announce "loudly": expected off, demand, change, or a duration such as 30s';
    await until(() => one.renderRoot.querySelector('.message')?.textContent?.includes(message) ?? false, 'a message');
    page.remove();
  });
});
