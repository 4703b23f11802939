import { expect, fixture, html } from '@open-wc/testing';
import { sendKeys } from '@web/test-runner-commands';
import { rememberMode } from '../../../src/elements/data-feed/mode-choice.js';
import type { DataFeed, ModeComparison, PerformanceMonitor } from '../../../src/index.js';
import '../../../src/index.js';
import { isIn, listenToConsole, nothingLeft, until } from '../page.js';
import { of, reportWhere, shown } from './monitor.js';

const live = (mode = 'auto') =>
  fixture<DataFeed>(html`<data-feed src="sim:rate=400" mode=${mode}>
    <performance-monitor locale="en-US"></performance-monitor>
    <ticker-widget symbol="BTC-USD"></ticker-widget>
    <ticker-widget symbol="ETH-USD"></ticker-widget>
  </data-feed>`);
const find = <Found extends Element = HTMLElement>(monitor: PerformanceMonitor, selector: string) =>
  monitor.renderRoot.querySelector(selector) as Found;
const radio = (monitor: PerformanceMonitor, mode: string) => find<HTMLInputElement>(monitor, `input[value="${mode}"]`);
const painted = (monitor: PerformanceMonitor) => reportWhere(monitor, ({ tickToPaint }) => tickToPaint.p50 > 0);

describe('the modes of <performance-monitor>', () => {
  let console_: ReturnType<typeof listenToConsole>;
  beforeEach(() => {
    console_ = listenToConsole();
    rememberMode(null);
  });
  afterEach(() => {
    rememberMode(null);
    console_.restore();
  });

  it('are chosen by a group of radio buttons, which all feeds follow, and remembered', async () => {
    const feed = await live();
    const monitor = of(feed);
    await painted(monitor);
    expect(radio(monitor, 'auto').checked).to.equal(true);
    expect(isIn(monitor, 'notice')).to.equal(false);
    radio(monitor, 'auto').focus();
    await sendKeys({ press: 'ArrowDown' });
    await sendKeys({ press: 'ArrowDown' });
    await until(() => feed.effectiveMode === 'batched', 'the feed follows');
    expect(localStorage.getItem('ticklane-mode')).to.equal('batched');
    const report = await reportWhere(
      monitor,
      ({ copiedPerSecond, serialization }) => copiedPerSecond * serialization > 0,
    );
    expect(report.feeds[0]?.reason).to.equal("the visitor's choice");
    expect(report.queued, 'rings out of sight').to.be.NaN;
    await monitor.updateComplete;
    expect(shown(monitor, 'copied/s')).to.match(/^\d+ kB$/);
    expect(find(monitor, '.title').textContent).to.contain('batched');
    expect(find(monitor, '#why').textContent).to.contain("the visitor's choice");
    expect(isIn(monitor, 'notice'), 'less than shared mode is told').to.equal(true);
    expect(find(monitor, '[part="notice"]').textContent, 'the page is isolated').to.not.contain('isolation.md');
    await expect(monitor).to.be.accessible();

    radio(monitor, 'auto').click();
    await until(() => feed.effectiveMode === 'shared', 'the feed follows');
    expect(localStorage.getItem('ticklane-mode')).to.equal(null);
    await reportWhere(monitor, ({ copiedPerSecond }) => copiedPerSecond === 0);
    expect(isIn(monitor, 'notice')).to.equal(false);
    expect(console_.lines).to.deep.equal([]);
    feed.remove();
    await nothingLeft();
  });

  it('are the page’s where its attributes say so, in words that can be replaced', async () => {
    const feed = await live('individual');
    const monitor = of(feed);
    monitor.strings = { fixed: 'Die Seite entscheidet.', modeIndividual: 'einzeln', modes: 'Wie Kurse kommen' };
    await painted(monitor);
    await monitor.updateComplete;
    expect(find<HTMLFieldSetElement>(monitor, 'fieldset').disabled).to.equal(true);
    expect(radio(monitor, 'individual').checked).to.equal(true);
    expect(find(monitor, 'legend').textContent).to.equal('Wie Kurse kommen');
    expect(find(monitor, '.title').textContent).to.contain('einzeln');
    expect(find(monitor, '#why').textContent).to.equal('Die Seite entscheidet. mode="individual"');
    await expect(monitor).to.be.accessible();
  });

  it('are compared one after another, and the feed is as it was before', async () => {
    const feed = await live();
    const monitor = of(feed);
    await painted(monitor);
    const modes: (string | null)[] = [];
    feed.addEventListener('modechange', () => modes.push(feed.effectiveMode));
    const told: string[] = [];
    const observer = new PerformanceObserver((list) => told.push(...list.getEntries().map(({ name }) => name)));
    observer.observe({ type: 'measure' });
    const comparison = await monitor.compare({ seconds: 1 });
    expect(comparison.seconds).to.equal(1);
    expect(Object.isFrozen(comparison) && comparison.modes.every(Object.isFrozen)).to.equal(true);
    expect(comparison.modes.map(({ mode, ran, reason }) => `${mode} ${ran} ${reason}`)).to.deep.equal([
      ...['shared true ', 'batched true ', 'individual true '],
    ]);
    for (const {
      mode,
      framesPerSecond,
      frameP99,
      ticksPerSecond,
      tickAge,
      tickToPaint,
      conflated,
    } of comparison.modes) {
      expect(framesPerSecond, mode).to.be.within(1, 250);
      expect(frameP99, mode).to.be.above(1);
      expect(ticksPerSecond, mode).to.be.within(150, 1000);
      expect(tickAge.p50, mode).to.be.within(0.001, tickAge.p99);
      expect(tickToPaint.p50, mode).to.be.within(0.001, tickToPaint.max);
      expect(conflated, mode).to.equal(0);
    }
    const [shared, batched, individual] = comparison.modes;
    expect([shared?.serialization, shared?.copiedPerSecond]).to.deep.equal([0, 0]);
    for (const each of [batched, individual]) {
      expect(each?.serialization, each?.mode).to.be.above(0);
      expect(each?.copiedPerSecond, each?.mode).to.be.above(0);
    }
    await until(() => feed.effectiveMode === 'shared', 'as before');
    expect(feed.mode).to.equal('auto');
    expect(modes).to.deep.equal(['batched', 'individual', 'shared']);
    await until(() => told.includes('ticklane compare individual'), 'the timings tell of it');
    observer.disconnect();

    await monitor.updateComplete;
    const heads = [...monitor.renderRoot.querySelectorAll('[part="comparison"] thead th')].map(
      (head) => head.textContent,
    );
    expect(heads).to.deep.equal(['shared', 'batched', 'individual']);
    const rows = [...monitor.renderRoot.querySelectorAll('[part="comparison"] tbody th')].map(
      (head) => head.textContent,
    );
    expect(rows).to.include.members([
      ...[
        'frames/s',
        'frame p99',
        'long tasks',
        'tick age p50',
        'tick age p99',
        'tick to paint p50',
        'tick to paint p95',
      ],
      ...['tick to paint p99', 'tick to paint max', 'serialization', 'copied/s', 'conflated'],
    ]);
    await expect(monitor).to.be.accessible();
    const report = await reportWhere(monitor, () => true);
    expect(report.comparison).to.equal(comparison);
    expect(console_.lines).to.deep.equal([]);
  });

  it('are compared by a button, which shows how far it is, and stops it', async () => {
    const feed = await live();
    const monitor = of(feed);
    await painted(monitor);
    const button = find<HTMLButtonElement>(monitor, '[part="compare"]');
    button.focus();
    button.click();
    await until(() => isIn(monitor, 'comparing'), 'it compares');
    await monitor.updateComplete;
    expect(button.textContent?.trim()).to.equal('Stop');
    expect(find(monitor, '[part="progress"]').textContent).to.contain('Measuring: shared, 1/3');
    expect(find<HTMLFieldSetElement>(monitor, 'fieldset').disabled).to.equal(true);
    await expect(monitor).to.be.accessible();
    await until(() => feed.mode === 'shared', 'the first mode');
    button.click();
    await until(() => !isIn(monitor, 'comparing'), 'it stops');
    await monitor.updateComplete;
    expect(feed.mode).to.equal('auto');
    expect(button.textContent?.trim()).to.equal('Compare modes');
    expect(monitor.shadowRoot?.activeElement, 'the focus stays').to.equal(button);
    expect(find(monitor, '[part="comparison"]')).to.equal(null);
    expect(find(monitor, '[role="alert"]')).to.equal(null);
  });

  it('are not compared where there is no feed, twice at a time, or for no time; a signal and a removal end it', async () => {
    const why = (comparison: Promise<ModeComparison>) =>
      comparison.then(
        () => 'done',
        (error: Error) => `${error.message}`,
      );
    const alone = await fixture(html`<div><performance-monitor></performance-monitor></div>`);
    expect(await why(of(alone).compare())).to.equal('compare: there is no feed');
    await of(alone).updateComplete;
    expect(find<HTMLButtonElement>(of(alone), '[part="compare"]').disabled).to.equal(true);

    const feed = await live();
    const monitor = of(feed);
    await painted(monitor);
    expect(await why(monitor.compare({ seconds: 0 }))).to.contain('seconds 0');
    const controller = new AbortController();
    const first = why(monitor.compare({ signal: controller.signal }));
    expect(await why(monitor.compare())).to.equal('compare: a comparison runs already');
    controller.abort(new Error('enough'));
    expect(await first).to.equal('enough');
    expect(feed.mode).to.equal('auto');

    const last = monitor.compare().catch((error: Error) => error);
    await until(() => feed.mode === 'shared', 'it has begun');
    monitor.remove();
    expect(await last).to.have.property('name', 'AbortError');
    expect(feed.mode).to.equal('auto');
  });
});
