import { expect, fixture, html } from '@open-wc/testing';
import type {
  DataFeed,
  PerformanceMonitor,
  PerformanceReport,
  ReportEvent,
  TickerBoard,
  TickerWidget,
} from '../../../src/index.js';
import '../../../src/index.js';
import { pageFrames } from '../../../src/elements/shared/page-frames.js';
import { startScript } from '../../tools/servers.js';
import { isIn, listenToConsole, nothingLeft, trades, until } from '../page.js';
import { of, reportWhere, shown } from './monitor.js';

const ticking = ({ framesPerSecond, tickToPaint }: PerformanceReport) => framesPerSecond > 0 && tickToPaint.p50 > 0;

/** Takes the main thread for at least so long. */
function busy(ms: number): void {
  const end = performance.now() + ms;
  while (performance.now() < end);
}

describe('<performance-monitor>', () => {
  let console_: ReturnType<typeof listenToConsole>;
  beforeEach(() => {
    console_ = listenToConsole();
  });
  afterEach(() => console_.restore());

  it('knows nothing at first, and is accessible', async () => {
    const page = await fixture(html`<div><performance-monitor locale="en-US"></performance-monitor></div>`);
    expect(of(page).report()).to.equal(null);
    // its code comes with the first monitor
    await of(page).updateComplete;
    expect(shown(of(page), 'frames/s')).to.equal('–');
    expect(shown(of(page), 'gaps')).to.equal('–');
    await expect(of(page)).to.be.accessible();
    const report = await reportWhere(of(page), () => true);
    expect(report.feeds).to.deep.equal([]);
    expect([report.ticksPerSecond, report.lanes, report.workers]).to.deep.equal([0, 0, 0]);
    expect(console_.lines).to.deep.equal([]);
  });

  it('reports once a second, frozen, and shows what it reports', async () => {
    const page = await fixture(html`<data-feed id="main" src="sim:rate=400">
      <performance-monitor locale="en-US"></performance-monitor>
      <ticker-widget symbol="BTC-USD"></ticker-widget>
      <ticker-widget symbol="ETH-USD"></ticker-widget>
    </data-feed>`);
    const monitor = of(page);
    const heard: ReportEvent[] = [];
    page.addEventListener('report', (event) => heard.push(event as ReportEvent));
    await reportWhere(monitor, ticking);
    const report = await reportWhere(monitor, ticking);
    expect(monitor.report()).to.equal(report);
    expect(heard.at(-1)?.report, 'it bubbles').to.equal(report);
    const [earlier, later] = heard.slice(-2).map(({ report: { time } }) => time) as [number, number];
    expect(later - earlier).to.be.within(900, 5000);
    expect(Math.abs(report.time - Date.now())).to.be.below(1000);
    for (const each of [report, report.feeds, report.tickToPaint, report.tickAge, ...report.feeds])
      expect(Object.isFrozen(each)).to.equal(true);

    expect(report.frameLoop).to.equal('running');
    expect(report.framesPerSecond).to.be.within(1, 250);
    expect(report.frameP99).to.be.above(1);
    expect(report.paintP99).to.be.within(0.001, 1000);
    expect(report.ticksPerSecond).to.be.within(200, 800);
    expect(report.paintsPerSecond).to.be.within(1, report.ticksPerSecond);
    expect(report.messagesPerSecond).to.be.above(0);
    const { p50, p95, p99, max } = report.tickToPaint;
    expect([p50, p95, p99, max]).to.deep.equal([p50, p95, p99, max].sort((a, b) => a - b));
    expect(report.tickAge.p50).to.be.within(0.001, report.tickAge.max);
    expect(report.tickAge.max).to.be.below(20_000);
    expect(report.paintLoad).to.be.within(0.01, 900);
    expect([report.serialization, report.copiedPerSecond], 'nothing is copied').to.deep.equal([0, 0]);
    expect(report.comparison).to.equal(null);
    expect([report.lanes, report.workers, report.rejected, report.gaps]).to.deep.equal([2, 3, 0, 0]);
    expect(report.laneBytes).to.be.within(1000, report.sharedBytes);
    expect(report.silence).to.be.below(5000);
    expect(report.queued).to.be.below(1000);
    expect(
      report.feeds.map(({ id, status, mode, reason, lanes }) => ({ id, status, mode, reason, lanes })),
    ).to.deep.equal([
      { id: 'main', status: 'live', mode: 'shared', reason: 'the page is cross-origin isolated', lanes: 2 },
    ]);

    await monitor.updateComplete;
    expect(shown(monitor, 'frames/s')).to.equal(String(Math.round(report.framesPerSecond)));
    expect(shown(monitor, 'ticks/s')).to.equal(String(Math.round(report.ticksPerSecond)));
    expect(shown(monitor, 'tick to paint p99')).to.match(/^\d+(\.\d)? ms$/);
    expect(shown(monitor, 'workers')).to.equal('3');
    expect(shown(monitor, 'lane memory')).to.match(/^\d+ kB$/);
    expect(shown(monitor, 'serialization')).to.equal('0.0 ms/s');
    expect(shown(monitor, 'errors')).to.equal('0');
    const lines = [...monitor.renderRoot.querySelectorAll('.line')].map((line) => line.getAttribute('d'));
    expect(lines).to.have.lengthOf(3);
    for (const line of lines) expect(line).to.match(/^M.*5[89] [\d.]+/);
    await expect(monitor).to.be.accessible();
    expect(monitor.renderRoot.querySelector('[aria-live], [role="status"], [role="alert"]')).to.equal(null);
    expect(console_.lines).to.deep.equal([]);
    page.remove();
    await nothingLeft();
  });

  it('tells what it costs, which is little', async () => {
    const page = await fixture(html`<data-feed src="sim:rate=400">
      <performance-monitor></performance-monitor>
      <ticker-widget symbol="BTC-USD"></ticker-widget>
    </data-feed>`);
    // a second in which the machine had other things to do says nothing of the monitor
    const { cost } = await reportWhere(of(page), (report) => ticking(report) && report.cost < 30);
    expect(cost).to.be.above(0.01);
  });

  it('tells a loop that rests from one that is slow', async () => {
    const server = await startScript({ frames: trades('X', 5), after: 'message' });
    const page = await fixture(html`<data-feed src=${server.url}>
      <performance-monitor></performance-monitor>
      <ticker-widget symbol="X" stale-after="0"></ticker-widget>
    </data-feed>`);
    const monitor = of(page);
    const rested = await reportWhere(
      monitor,
      ({ frameLoop, tickToPaint }) => frameLoop === 'resting' && tickToPaint.p50 > 0,
    );
    const report = await reportWhere(monitor, ({ framesPerSecond }) => Number.isNaN(framesPerSecond));
    expect(rested.frameLoop).to.equal('resting');
    expect(report.frameLoop).to.equal('resting');
    await monitor.updateComplete;
    expect(shown(monitor, 'frames/s')).to.equal('resting');
    expect(pageFrames().running, 'to look costs no frames').to.equal(false);

    const { paint } = slow(page.querySelector('ticker-widget') as Element);
    await until(() => paint() > 20, 'slow frames');
    const slowly = await reportWhere(monitor, ({ framesPerSecond }) => framesPerSecond < 25);
    expect(slowly.frameLoop).to.equal('running');
    expect(slowly.frameP99).to.be.above(40);
    expect(slowly.paintP99).to.be.above(35);
    paint(true);
    await server.stop();
  });

  it('has no frames to tell of while the page is hidden', async () => {
    const page = await fixture(html`<data-feed src="sim:rate=400">
      <performance-monitor locale="en-US"></performance-monitor>
      <ticker-widget symbol="BTC-USD"></ticker-widget>
    </data-feed>`);
    await reportWhere(of(page), ticking);
    Object.defineProperty(document, 'hidden', { configurable: true, value: true });
    document.dispatchEvent(new Event('visibilitychange'));
    const hidden = await reportWhere(of(page), ({ frameLoop }) => frameLoop === 'hidden');
    expect(hidden.ticksPerSecond).to.be.above(0);
    Reflect.deleteProperty(document, 'hidden');
    document.dispatchEvent(new Event('visibilitychange'));
    await reportWhere(of(page), ({ frameLoop }) => frameLoop === 'running');
  });

  it('counts long tasks, and forgets them after a while', async () => {
    const page = await fixture(html`<div><performance-monitor></performance-monitor></div>`);
    await reportWhere(of(page), () => true);
    setTimeout(() => busy(120));
    const { longTasks, longestTask } = await reportWhere(of(page), (report) => report.longTasks > 0);
    expect(longTasks).to.be.within(1, 50);
    expect(longestTask).to.be.above(100);
    await reportWhere(of(page), (report) => report.longTasks === 0);
  });

  it('looks at the feed that it names, else at the one around it, else at all of the page', async () => {
    const page = await fixture(html`<div>
      <data-feed id="slow" src="sim:rate=20"></data-feed>
      <data-feed id="fast" src="sim:rate=300"><performance-monitor id="inside"></performance-monitor></data-feed>
      <performance-monitor id="named" feed="slow"></performance-monitor>
      <performance-monitor id="all" locale="en-US"></performance-monitor>
      <performance-monitor id="wrong" feed="none"></performance-monitor>
      <ticker-widget symbol="BTC-USD" feed="slow"></ticker-widget>
      <ticker-widget symbol="BTC-USD" feed="fast"></ticker-widget>
      <ticker-widget symbol="ETH-USD" feed="fast"></ticker-widget>
    </div>`);
    const monitor = (id: string) => page.querySelector(`#${id}`) as PerformanceMonitor;
    const all = await reportWhere(monitor('all'), ({ feeds }) =>
      feeds.every(({ ticksPerSecond }) => ticksPerSecond > 0),
    );
    await until(() => monitor('wrong').report() !== null, 'all have reported');
    const ids = (id: string) =>
      monitor(id)
        .report()
        ?.feeds.map((feed) => feed.id);
    expect([ids('inside'), ids('named'), ids('all'), ids('wrong')]).to.deep.equal([
      ['fast'],
      ['slow'],
      ['slow', 'fast'],
      [],
    ]);
    const [slow, fast] = all.feeds;
    expect(all.ticksPerSecond).to.be.closeTo((slow?.ticksPerSecond ?? 0) + (fast?.ticksPerSecond ?? 0), 0.001);
    expect([all.lanes, slow?.lanes, fast?.lanes, all.workers]).to.deep.equal([3, 1, 2, 5]);
    await monitor('all').updateComplete;
    const rows = [...monitor('all').renderRoot.querySelectorAll('tbody tr')].map(
      (row) => row.querySelector('th')?.textContent,
    );
    expect(rows).to.deep.equal(['slow', 'fast']);
    expect(monitor('named').renderRoot.querySelector('table')).to.equal(null);
    await expect(monitor('all')).to.be.accessible();
    page.querySelector('#slow')?.remove();
    await reportWhere(monitor('all'), ({ feeds }) => feeds.length === 1);
  });

  it('counts the lanes of a guest that has several, and each worker once; a kernel on the main thread has none', async () => {
    const page = await fixture(html`<data-feed src="sim:rate=0">
      <performance-monitor></performance-monitor>
      <ticker-widget symbol="BTC-USD"></ticker-widget>
    </data-feed>`);
    const widget = page.querySelector('ticker-widget') as TickerWidget;
    const { lanes } = await reportWhere(of(page), (report) => report.lanes > 0);
    expect(lanes).to.equal(1);
    const { address = 0 } = widget.lane ?? {};
    const account = (worker: string) => ({ address, bytes: 100, host: 'pooled' as const, worker });
    const board = Object.assign(document.createElement('div'), {
      feed: '',
      feedChanged() {},
      feedLeft: async () => {},
      lanes: [account('one'), account('two'), account('one'), account('')],
    });
    (page as DataFeed).guests.add(board);
    const report = await reportWhere(of(page), (each) => each.lanes > 1);
    expect(report.lanes).to.equal(5);
    expect(report.workers, 'two of the board, one of the widget, one of the feed').to.equal(4);
    expect(report.laneBytes).to.equal(400 + (widget.lane?.bytes ?? 0));
  });

  it('counts the lanes and the workers of a board', async () => {
    const page = await fixture(html`<data-feed src="sim:rate=400">
      <performance-monitor></performance-monitor>
      <ticker-board style="height: 20rem" .symbols=${['BTC-USD', 'ETH-USD', 'AAPL']}></ticker-board>
    </data-feed>`);
    const { lanes, workers, tickAge } = await reportWhere(of(page), (report) => report.lanes === 3 && ticking(report));
    const used = new Set((page.querySelector('ticker-board') as TickerBoard).lanes.map(({ worker }) => worker));
    expect([lanes, workers]).to.deep.equal([3, used.size + 1]);
    expect(tickAge.p50).to.be.above(0);
  });

  it('writes each second among the timings of developer tools, and keeps none', async () => {
    const told: PerformanceEntry[] = [];
    const observer = new PerformanceObserver((list) => told.push(...list.getEntries()));
    observer.observe({ type: 'measure' });
    const page = await fixture(html`<div><performance-monitor></performance-monitor></div>`);
    await reportWhere(of(page), () => true);
    await until(() => told.some(({ name }) => name === 'ticklane second'), 'a second is told');
    observer.disconnect();
    const { duration, detail } = told.find(({ name }) => name === 'ticklane second') as PerformanceMeasure;
    expect(duration).to.be.within(900, 10_000);
    expect(detail.devtools.track).to.equal('ticklane');
    expect(detail.devtools.properties.map(([name]: [string]) => name)).to.include('ticksPerSecond');
    expect(performance.getEntriesByName('ticklane second')).to.deep.equal([]);
  });

  it('shows a line where it is compact', async () => {
    const page = await fixture(html`<data-feed src="sim:rate=400">
      <performance-monitor variant="compact" locale="de-DE"></performance-monitor>
      <ticker-widget symbol="BTC-USD"></ticker-widget>
    </data-feed>`);
    await reportWhere(of(page), ticking);
    await of(page).updateComplete;
    expect(of(page).renderRoot.querySelector('svg')).to.equal(null);
    expect(shown(of(page), 'ticks/s')).to.match(/^\d+$/);
    expect(shown(of(page), 'gaps')).to.equal(undefined);
    expect(of(page).getBoundingClientRect().height).to.be.below(40);
    await expect(of(page)).to.be.accessible();
  });

  it('fits into 80 pixels, and into a whole page', async () => {
    const page = await fixture<HTMLElement>(html`<div><performance-monitor></performance-monitor></div>`);
    for (const width of [80, 200, 320, 390, 800, 1440]) {
      page.style.width = `${width}px`;
      const base = of(page).renderRoot.querySelector('.base') as Element;
      expect(base.scrollWidth, `${width} px`).to.be.at.most(width);
    }
  });

  it('tells of a feed that fails, in words that can be replaced, until somebody dismisses it', async () => {
    const page = await fixture(html`<data-feed src="ftp://example.test/">
      <performance-monitor
        .strings=${{ failed: 'Keine Kurse.', dismiss: 'Schliessen', title: 'Leistung' }}
      ></performance-monitor>
    </data-feed>`);
    const monitor = of(page);
    const notice = () => monitor.renderRoot.querySelector('[part="notice"]');
    await until(() => notice() !== null, 'a notice');
    expect(isIn(monitor, 'notice')).to.equal(true);
    expect(notice()?.textContent?.replace(/\s+/g, ' ')).to.match(/^ ?Keine Kurse\. .*no transport for ftp:/);
    expect(monitor.renderRoot.querySelector('[part="title"]')?.textContent).to.equal('Leistung');
    expect(shown(monitor, 'frames/s'), 'words left out stay').to.not.equal(undefined);
    await expect(monitor).to.be.accessible();
    const button = monitor.renderRoot.querySelector('.dismiss') as HTMLButtonElement;
    expect(button.getAttribute('aria-label')).to.equal('Schliessen');
    button.click();
    await monitor.updateComplete;
    expect(notice()).to.equal(null);
    expect(isIn(monitor, 'notice')).to.equal(false);
    await reportWhere(monitor, () => true);
    await monitor.updateComplete;
    expect(notice()).to.equal(null);
    expect(monitor.renderRoot.querySelector('.title')?.textContent?.trim()).to.match(/^Leistung\s+failed\b/);

    page.setAttribute('src', 'gopher://example.test/');
    await until(() => notice() !== null, 'what is new is told');
    expect(notice()?.textContent).to.contain('gopher:');
  });

  it('shows what stands in its slot in place of its own words', async () => {
    const page = await fixture(html`<data-feed src="ftp://example.test/">
      <performance-monitor><em slot="notice">Call us</em></performance-monitor>
    </data-feed>`);
    await until(() => isIn(of(page), 'notice'), 'a notice');
    expect((page.querySelector('em') as HTMLElement).checkVisibility()).to.equal(true);
    of(page).renderRoot.querySelector<HTMLElement>('.dismiss')?.click();
    await of(page).updateComplete;
    expect((page.querySelector('em') as HTMLElement).checkVisibility()).to.equal(false);
  });

  it('says which locale is none, and goes on with the browser’s own', async () => {
    const page = await fixture(html`<div><performance-monitor locale="not a locale"></performance-monitor></div>`);
    const report = await reportWhere(of(page), () => true);
    await of(page).updateComplete;
    expect(report.lanes).to.equal(0);
    expect(shown(of(page), 'lanes')).to.equal('0');
    expect(console_.lines).to.have.lengthOf(1);
    expect(console_.lines[0]).to.contain('<performance-monitor>: locale "not a locale": ');
  });

  it('keeps its figures when it is moved, and stops when it is removed', async () => {
    const page = await fixture(html`<div><performance-monitor></performance-monitor><p></p></div>`);
    const monitor = of(page);
    const report = await reportWhere(monitor, () => true);
    page.querySelector('p')?.append(monitor);
    expect(monitor.report()).to.equal(report);
    await monitor.updateComplete;
    expect(monitor.report()).to.equal(report);

    let reports = 0;
    monitor.addEventListener('report', () => reports++);
    monitor.remove();
    await until(() => monitor.report() === null, 'gone');
    const other = await fixture<PerformanceMonitor>(html`<performance-monitor></performance-monitor>`);
    await reportWhere(other, () => true);
    await reportWhere(other, () => true);
    expect(reports).to.equal(0);
    page.append(monitor);
    await reportWhere(monitor, () => true);
    expect(reports).to.equal(1);
  });
});

/** Something in the frame loop that takes 45 ms of every frame. `paint()`: how often it did; `paint(true)` ends it. */
function slow(element: Element) {
  let paints = 0;
  const paintable = {
    visible: true,
    interval: 0,
    changed: () => true,
    paint: () => {
      paints++;
      busy(45);
    },
  };
  pageFrames().add(paintable, element);
  return {
    paint(end = false): number {
      if (end) pageFrames().remove(paintable, element);
      return paints;
    },
  };
}
