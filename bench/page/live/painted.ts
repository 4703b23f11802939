/** What a board has painted, beside what the server sent: by a connection of its own, in a worker of its own. */
import type { TickerBoard } from '../../../src/classes.js';
import type { Checked, PaintedBatch, SourceOrder } from './source.worker.ts';

/** Symbols that are looked at: enough to find one that starves, and few enough to cost little beside the load. */
const MOST = 100;
/** How often they are looked at, ms. */
const EVERY_MS = 50;

const wallClock = () => performance.timeOrigin + performance.now();

/** The price as it reads. */
function paintedPrice(row: Element): { value: number; half: number } | undefined {
  const text = row.querySelector('.last')?.textContent?.replaceAll(',', '') ?? '';
  const value = Number.parseFloat(text);
  if (Number.isNaN(value)) return undefined;
  const decimals = /\.(\d+)/.exec(text)?.[1]?.length ?? 0;
  // a half of the last digit, and what doubles are off by
  return { value, half: 0.5 * 10 ** -decimals * (1 + 1e-6) };
}

/** Looks at the rows in sight for so many seconds; how old each value was, when it was looked at. */
export async function paintedValues(board: TickerBoard, url: string, seconds: number): Promise<Checked> {
  const rows = [...(board.shadowRoot as ShadowRoot).querySelectorAll<HTMLElement>('[part~=row]')];
  const step = Math.max(1, Math.floor(rows.length / MOST));
  const watched = rows.filter((_, index) => index % step === 0).slice(0, MOST);
  const worker = new Worker(new URL('./source.worker.ts', import.meta.url), { type: 'module' });
  const heard = (): Promise<Checked> =>
    new Promise((resolve, reject) => {
      worker.onmessage = ({ data }: MessageEvent<Checked>) => resolve(data);
      worker.onerror = ({ message }) => reject(new Error(message));
    });
  const tell = (order: SourceOrder) => worker.postMessage(order);
  try {
    const ready = heard();
    tell({ do: 'connect', url, symbols: watched.map(({ dataset }) => dataset.symbol as string) });
    await ready;
    for (const until = performance.now() + seconds * 1000; performance.now() < until; ) {
      await new Promise((resolve) => setTimeout(resolve, EVERY_MS));
      await new Promise((resolve) => requestAnimationFrame(resolve));
      const values: PaintedBatch['values'] = watched.flatMap((row) => {
        const price = paintedPrice(row);
        return price ? [{ symbol: row.dataset.symbol as string, ...price }] : [];
      });
      tell({ do: 'compare', time: wallClock(), values });
    }
    const checked = heard();
    tell({ do: 'finish' });
    return await checked;
  } finally {
    worker.terminate();
  }
}
