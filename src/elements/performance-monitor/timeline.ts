/** What the monitor writes among the timings of developer tools, where they have tracks in one of its own. Main thread. */

/** Chromium's: where and how an entry is shown. */
interface Shown {
  readonly dataType: 'track-entry';
  readonly track: string;
  readonly tooltipText: string;
  readonly properties: readonly (readonly [name: string, value: string])[];
}

const digits = (value: number) => value.toFixed(Math.abs(value) < 10 ? 1 : 0);

/**
 * Adds `ticklane NAME` from a time to now, with the numbers among the figures. It is recorded, and told to observers of the page, and not kept:
 * a day of entries would fill the memory.
 */
export function tellTimeline(name: string, start: number, figures: object): void {
  const entry = `ticklane ${name}`;
  const properties = Object.entries(figures).flatMap(([key, value]) =>
    typeof value === 'number' && !Number.isNaN(value) ? [[key, digits(value)] as const] : [],
  );
  const devtools: Shown = { dataType: 'track-entry', track: 'ticklane', tooltipText: entry, properties };
  performance.measure(entry, { start, end: performance.now(), detail: { devtools } });
  performance.clearMeasures(entry);
}

/** Marks a moment as `ticklane NAME`; recorded and not kept, too. */
export function markTimeline(name: string, text: string): void {
  const entry = `ticklane ${name}`;
  performance.mark(entry, { detail: { text, devtools: { dataType: 'marker', tooltipText: text } } });
  performance.clearMarks(entry);
}
