/** What tables of drawn points say, in English; `{name}` and so on stand for what is put in. */
export const DRAWN_ENGLISH = {
  /** The button that opens a table. */
  table: 'Table',
  close: 'Close',
  /** What a table is of. */
  trendOf: '{symbol}: trend',
  /** All that is drawn, in one sentence. */
  summary: '{count} points, from {first} to {last}; lowest {low}, highest {high}',
  nothing: 'no points yet',
  /** Heads of columns. */
  ticksAgo: 'ticks ago',
  secondsAgo: 'seconds ago',
  price: 'price',
} as const;

/** The same in any language. */
export type DrawnWords = Readonly<Record<keyof typeof DRAWN_ENGLISH, string>>;

/** A text with values in place of the names in braces. */
export const fillIn = (text: string, values: Readonly<Record<string, string>>): string =>
  text.replace(/\{(\w+)\}/g, (name, key: string) => values[key] ?? name);
