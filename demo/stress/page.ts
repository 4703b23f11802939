/**
 * The stress page: one made-up market, shown by ticklane and by a version written by hand, as many symbols and as many ticks as its visitor likes;
 * and a benchmark of all modes and rates in the visitor's own browser. Only this file knows the whole page; `ours.ts` and `naive.ts` are
 * the two halves, `benchmark.ts` runs them in turn.
 */
import '../../src/index.js';
import { simulatedNames } from '../../src/feed/simulated-names.js';
import type { ReportEvent } from '../../src/index.js';
import { element } from '../element.js';
import { benchmark, type Run } from './benchmark.js';
import { openMarket } from './market.js';
import { Naive } from './naive.js';
import { Ours } from './ours.js';
import { type BenchmarkResult, resultOf, rowsOf, textOf } from './result.js';
import { prepareSettings, readSettings, showRate } from './stress-settings.js';

/** Milliseconds after the last move of a slider. */
const CALM_MS = 300;
const LOOK_MS = 1000;

const whole = new Intl.NumberFormat(undefined, { maximumFractionDigits: 0 });
const write = (value: number) => (Number.isFinite(value) ? whole.format(value) : '–');

const plan = prepareSettings(location.search);
const ours = new Ours();
const naive = new Naive(() => {
  element<HTMLInputElement>('naive-on').checked = false;
  const { gaveUp } = naive;
  say(
    'naive-said',
    gaveUp
      ? `It fell ${write(gaveUp)} ms behind the market, and was stopped so that this page can be used.`
      : 'Its source was lost.',
  );
});
const isOn = (half: 'ours' | 'naive') => element<HTMLInputElement>(`${half}-on`).checked;
let running: AbortController | undefined;
let calm: ReturnType<typeof setTimeout> | undefined;
/** Grows with every start, so that a late market is found late. */
let turn = 0;

function say(id: string, text: string): void {
  element(id).textContent = text;
}

function show(half: 'ours' | 'naive', figures: Readonly<Record<string, number>>): void {
  for (const [name, value] of Object.entries(figures)) {
    const cell = document.querySelector(`[data-half="${half}"] [data-figure="${name}"]`);
    const text = write(value);
    if (cell && cell.textContent !== text) cell.textContent = text;
  }
}

/** Makes both halves do what the controls say. */
async function apply(): Promise<void> {
  const mine = ++turn;
  const settings = readSettings();
  const symbols = simulatedNames(settings.symbols);
  say('problem', '');
  try {
    const market = await openMarket(settings.source, settings.symbols, settings.rate);
    if (mine !== turn) return;
    if (isOn('ours')) ours.start(market, symbols, settings);
    else ours.stop();
    say('naive-said', '');
    if (isOn('naive')) naive.start(market, symbols, settings.rate);
    else naive.clear();
  } catch (error) {
    say('problem', (error as Error).message);
    const made = document.querySelector<HTMLInputElement>('[name="source"][value="page"]');
    if (settings.source === 'page' || !made) return;
    made.checked = true;
    await apply();
    say('problem', (error as Error).message);
  }
}

function watch(): void {
  ours.monitor.addEventListener('report', ({ report }: ReportEvent) => {
    const { framesPerSecond, paintLoad, ticksPerSecond, tickToPaint } = report;
    show('ours', { framesPerSecond, paintLoad, ticksPerSecond, p99: tickToPaint.p99 });
  });
  setInterval(() => {
    // a look takes the figures away, and the benchmark takes its own
    if (running) return;
    const { framesPerSecond, scriptPerSecond, ticksPerSecond, tickToPaint } = naive.look();
    const { running: runs } = naive;
    show('naive', {
      framesPerSecond: runs ? framesPerSecond : Number.NaN,
      paintLoad: scriptPerSecond,
      ...{ ticksPerSecond, p99: tickToPaint.p99 },
    });
  }, LOOK_MS);
}

function listen(): void {
  // what scrolls must be reachable without a mouse
  for (const each of document.querySelectorAll<HTMLElement>('.scrolls')) each.tabIndex = 0;
  const form = element<HTMLFormElement>('settings');
  form.addEventListener('submit', (event) => event.preventDefault());
  // a slider tells of every place that it passes
  form.addEventListener('input', () => {
    clearTimeout(calm);
    calm = setTimeout(() => void apply(), CALM_MS);
  });
  for (const half of ['ours', 'naive']) element(`${half}-on`).addEventListener('change', () => void apply());
  element('run').addEventListener('click', () => (running ? running.abort() : void runAll()));
  document.addEventListener('visibilitychange', () => {
    if (document.hidden) running?.abort(new Error('The page was hidden: it gets no frames then.'));
  });
}

/** Disables what would disturb a measurement. */
function lock(locked: boolean): void {
  for (const fields of document.querySelectorAll('fieldset.lock')) (fields as HTMLFieldSetElement).disabled = locked;
  say('run', locked ? 'Stop' : 'Run all');
  element('benchmark').classList.toggle('running', locked);
  element('progress').hidden = !locked;
  if (locked) element('result').hidden = true;
}

async function runAll(): Promise<void> {
  const settings = { ...readSettings(), mode: 'auto' };
  running = new AbortController();
  turn++;
  clearTimeout(calm);
  say('run-said', '');
  naive.clear();
  lock(true);
  const tell = ({ rate, share }: { rate: number; share: number }, runs: readonly Run[]) => {
    showRate(rate);
    element<HTMLProgressElement>('share').value = share;
    say('progress-said', `${whole.format(rate)} ticks/s`);
    element('runs').replaceChildren(...rowsOf(runs));
    element('outcome').hidden = runs.length === 0;
  };
  const { rate } = settings;
  try {
    const runs = await benchmark(ours, naive, plan, settings, running.signal, tell);
    offer(resultOf(runs, settings, plan));
  } catch (error) {
    const { name, message } = error as Error;
    say('run-said', name === 'AbortError' ? 'Stopped.' : message);
  } finally {
    running = undefined;
    showRate(rate);
    lock(false);
    await apply();
  }
}

/** Shows the result, to be copied and kept. */
function offer(result: BenchmarkResult): void {
  const text = textOf(result);
  element<HTMLTextAreaElement>('json').value = text;
  element('download').onclick = () => {
    const link = document.createElement('a');
    link.href = URL.createObjectURL(new Blob([text], { type: 'application/json' }));
    link.download = `ticklane-stress-${result.time.slice(0, 19).replaceAll(':', '-')}.json`;
    link.click();
    URL.revokeObjectURL(link.href);
  };
  element('copy').onclick = async () => {
    try {
      await navigator.clipboard.writeText(text);
      say('run-said', 'Copied.');
    } catch (error) {
      element<HTMLTextAreaElement>('json').select();
      say('run-said', `Copy it by hand: ${(error as Error).message}`);
    }
  };
  element('result').hidden = false;
}

listen();
watch();
await apply();
