/**
 * The demo: a dashboard on `<data-feed>` and `<ticker-widget>`, as a page of theirs would write it. Only this file knows the
 * whole page; `board.ts` makes widgets, `figures.ts` the header's numbers. Uses public names only.
 */
import '../src/index.js';
import type { DataFeed, PerformanceMonitor } from '../src/index.js';
import { readAddress } from './address.js';
import { Board } from './board.js';
import { element } from './element.js';
import { showFigures } from './figures.js';
import { EQUITIES, fillUp, PAIRS, TAPE, WATCHED } from './symbols.js';

/** The page's own simulator, where no gateway answers. */
const SIMULATED = 'sim:rate=1500&seed=7';
/** The gateway's bars before the live ones. */
const HISTORY = '/history?symbol={symbol}&interval={interval}&limit={limit}';

const feed = element<DataFeed>('feed');
const controls = element<HTMLFormElement>('controls');
const { src, format, symbols, count } = readAddress(location.search);
const board = new Board();
let fallen = false;

function choose(name: string): string {
  return String(new FormData(controls).get(name) ?? '');
}

/** Says how the feed is, and what is wrong with it. */
function showStatus(): void {
  const status = element('status');
  status.dataset.status = feed.paused ? 'paused' : feed.status;
  const [word, where] = status.children as unknown as [HTMLElement, HTMLElement];
  word.textContent = feed.paused ? 'paused' : feed.status;
  where.textContent = fallen ? 'simulated in this page' : src || `gateway, ${format}`;
  const problem = element('problem');
  problem.hidden = feed.error === null || feed.status === 'live';
  problem.textContent = feed.error?.message ?? '';
}

/** Without a gateway (a static host), the page makes its own market. */
function fallBack(): void {
  if (src || fallen || feed.status !== 'reconnecting' || feed.stats.ticks > 0) return;
  fallen = true;
  feed.history = 'sim:';
  feed.src = SIMULATED;
}

function connect(): void {
  const scheme = location.protocol === 'https:' ? 'wss:' : 'ws:';
  feed.format = format;
  // a source of one's own has its own history
  if (!src) feed.history = HISTORY;
  feed.src = src || `${scheme}//${location.host}/ws`;
  feed.addEventListener('statuschange', () => {
    fallBack();
    showStatus();
  });
  feed.addEventListener('feederror', showStatus);
}

function fill(): void {
  if (count > 0)
    for (const symbol of fillUp(symbols.length ? symbols : [...PAIRS, ...EQUITIES], count)) board.add(symbol);
  else if (symbols.length > 0) for (const symbol of symbols) board.add(symbol);
  else {
    for (const symbol of TAPE) board.addToTape(symbol);
    for (const symbol of [...PAIRS, ...EQUITIES]) board.add(symbol);
    for (const symbol of WATCHED) board.addToList(symbol);
  }
  for (const symbol of new Set([...PAIRS, ...EQUITIES, ...TAPE, ...WATCHED])) {
    element('known').append(new Option(symbol));
  }
}

function listen(): void {
  const input = controls.elements.namedItem('symbol') as HTMLInputElement;
  const named = () => input.value.trim().toUpperCase();
  const label = () => {
    element('toggle').textContent = board.has(named()) ? 'Remove' : 'Add';
  };
  input.addEventListener('input', label);
  controls.addEventListener('submit', (event) => {
    event.preventDefault();
    if (!named()) return;
    if (!board.remove(named())) board.add(named(), true);
    input.value = '';
    label();
  });
  controls.addEventListener('change', () => {
    board.average = Number(choose('sma'));
    board.interval = choose('interval');
    board.locale = element<PerformanceMonitor>('monitor').locale = choose('locale');
    document.documentElement.dataset.theme = choose('theme');
    document.documentElement.className = choose('palette');
  });
  const pause = element('pause');
  pause.addEventListener('click', () => {
    feed.paused = !feed.paused;
    pause.ariaPressed = String(feed.paused);
    pause.textContent = feed.paused ? 'Resume' : 'Pause';
    showStatus();
  });
}

board.average = Number(choose('sma'));
fill();
listen();
connect();
showStatus();
showFigures(feed, () => choose('locale'));
