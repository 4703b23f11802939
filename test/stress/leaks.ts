/** Ways for things to come and go on a page, and what there must not be more of afterwards. */
import type { Inventory, LifePage } from './life-page.js';

/** One way; each is the body of an async function that runs in the page. */
export interface Cycle {
  readonly name: string;
  /** How often it runs in the short test and in the soak. */
  readonly turns: readonly [number, number];
  /** Before the first: what stays. */
  readonly begin: string;
  /** One coming and going, or the same from the outside. */
  readonly turn: string | ((life: LifePage) => Promise<void>);
}

const SYMBOLS = (count: string) => `Array.from({ length: ${count} }, (_, index) => 'SYM-' + index).join(' ')`;
const FEED = `
  globalThis.feedOf = (src) => Object.assign(document.createElement('data-feed'), { src, id: 'feed' });
  globalThis.boardOf = (count) => Object.assign(document.createElement('ticker-board'), { symbols: ${SYMBOLS('count')}, indicators: 'sma(5)' });
  globalThis.known = (board) => board.values('SYM-0')?.ticks > 0 && board.values('SYM-7')?.ticks > 0;
  globalThis.gone = () => until(() => pageRuntime().lanes === 0 && pageRuntime().workers === 0, 'the end of all lanes');
`;
const SRC = `'sim:rate=20000&seed=3'`;

export const CYCLES: readonly Cycle[] = [
  {
    name: 'a board of 100 tickers mounted and unmounted',
    turns: [30, 1000],
    begin: `${FEED} document.body.append(feedOf(${SRC}));`,
    turn: `
      const board = boardOf(100);
      document.body.append(board);
      await until(() => known(board), 'ticks');
      board.remove();
      await gone();`,
  },
  {
    name: 'plain widgets mounted and unmounted with their feed',
    turns: [12, 200],
    begin: FEED,
    turn: `
      const page = document.createElement('section');
      page.append(feedOf(${SRC}), ...Array.from({ length: 4 }, (_, index) =>
        Object.assign(document.createElement('ticker-widget'), { symbol: 'SYM-' + index, indicators: 'sma(5)', sparkline: 'ticks' })));
      document.body.append(page);
      await until(() => [...page.querySelectorAll('ticker-widget')].every(({ values }) => values.ticks > 0), 'ticks');
      page.remove();
      await gone();
      await until(() => pageRuntime().memory.used === 0, 'free memory');`,
  },
  {
    name: "a feed's source changed, the feed moved, and another one in its place",
    turns: [12, 200],
    begin: `${FEED} document.body.append(document.createElement('p'), feedOf(${SRC}), boardOf(20));`,
    turn: `
      const board = document.querySelector('ticker-board');
      let feed = document.querySelector('data-feed');
      const ticks = async () => {
        const before = feed.stats.ticks;
        await until(() => feed.status === 'live' && feed.stats.ticks > before && known(board), 'ticks of ' + feed.src);
      };
      feed.src = 'sim:rate=10000&seed=4';
      await until(() => feed.status !== 'live' || feed.stats.ticks >= 0, 'the other source');
      await ticks();
      document.querySelector('p').append(feed);
      await ticks();
      const other = feedOf(${SRC});
      feed.replaceWith(other);
      feed = other;
      await ticks();`,
  },
  {
    name: 'modes switched',
    turns: [12, 200],
    begin: `${FEED} document.body.append(feedOf(${SRC}), boardOf(20));
      await until(() => known(document.querySelector('ticker-board')), 'ticks');`,
    turn: `
      const board = document.querySelector('ticker-board');
      const feed = document.querySelector('data-feed');
      for (const mode of ['batched', 'individual', 'shared']) {
        feed.mode = mode;
        await until(() => feed.effectiveMode === mode, mode);
        const before = board.values('SYM-0').ticks;
        await until(() => board.values('SYM-0').ticks > before, 'ticks in mode ' + mode);
      }`,
  },
  {
    name: 'the page hidden and shown',
    turns: [12, 100],
    begin: `${FEED} document.body.append(feedOf(${SRC}), boardOf(20));
      await until(() => known(document.querySelector('ticker-board')), 'ticks');`,
    async turn(life) {
      const show = await life.hide();
      await show();
      await life.run(`
        const board = document.querySelector('ticker-board');
        const before = board.values('SYM-0').ticks;
        await until(() => board.values('SYM-0').ticks > before, 'ticks');`);
    },
  },
];

/** What a turn could leave behind, so little of it as there can be: each must be found. */
export const LEAKS: Readonly<Record<string, string>> = {
  'a listener': `document.addEventListener('leak', () => {});`,
  'a node': `(globalThis.kept ??= []).push(document.createElement('i'));`,
  'a closure': `(globalThis.kept ??= []).push(() => kept);`,
  'a promise that never comes true': `(globalThis.kept ??= []).push(new Promise(() => {}));`,
  'a worker': `new Worker(URL.createObjectURL(new Blob(['onmessage = () => {}'])));`,
  '64 bytes of the shared memory': `pageRuntime().memory.allocate(64);`,
};

/** Bytes of the heap that may come and go by themselves, and those of each turn that would be a leak. */
const SLACK_BYTES = 400_000;
const LEAK_BYTES = 500;

/** Times to warm up: caches fill, and code is compiled. */
const WARM = 10;
/** Timers of the kit end within. */
const PATIENCE_MS = 15_000;

/**
 * Runs a cycle so often, and once more where there seems to be a leak, after some times to warm up, and says what there is more of afterwards: of what is counted one by one more than for every
 * second turn, and of bytes more than would be explained by anything but a leak.
 */
export async function findLeaks(
  life: LifePage,
  { begin, turn }: Pick<Cycle, 'begin' | 'turn'>,
  turns: number,
  warm = WARM,
  patience = PATIENCE_MS,
): Promise<string[]> {
  await life.load();
  await life.run(begin);
  const repeat = async (count: number) => {
    if (typeof turn === 'string') await life.run(`for (let turn = 0; turn < ${count}; turn++) { ${turn} }`);
    else for (let done = 0; done < count; done++) await turn(life);
  };
  await repeat(warm);
  const before = await life.inventory();
  let found: string[] = [];
  // of what there is more of once, there must be twice as much after twice as many turns: a cache fills, a leak goes on
  for (let done = turns; done <= 2 * turns; done += turns) {
    await repeat(turns);
    // what a timer still holds goes with it
    const end = Date.now() + patience;
    do found = compare(before, await life.inventory(), done);
    while (found.length > 0 && Date.now() < end);
    if (found.length === 0) break;
  }
  return found;
}

function compare(before: Inventory, after: Inventory, turns: number): string[] {
  const exact = new Set(['workers', 'lanes', 'hosts', 'dedicated', 'used', 'memory']);
  // among lanes that are in use the free memory may be in pieces
  if (after.lanes === 0) exact.add('pieces');
  return Object.entries(after).flatMap(([name, count]) => {
    const more = count - (before[name] ?? 0);
    const most = exact.has(name) ? 0 : /bytes/i.test(name) ? SLACK_BYTES + LEAK_BYTES * turns : turns / 2;
    return more > most ? [`${more} ${name} more after ${turns} turns: ${before[name]}, then ${count}`] : [];
  });
}
