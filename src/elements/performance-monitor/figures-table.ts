import { openTable } from '../shared/drawn-table.js';
import type { DrawnWords } from '../shared/drawn-words.js';
import type { FigureTexts } from './figure-texts.js';
import type { Words } from './monitor-strings.js';
import { MAIN } from './monitor-template.js';

/** Shows the figures that have plots as a table over the page: a line for each second that is known, the newest first. `minute`: by figure, the last is the newest. */
export function openFigures(
  root: ShadowRoot,
  minute: readonly Float64Array[],
  words: Words,
  texts: FigureTexts,
  drawn: DrawnWords,
): HTMLDialogElement {
  const [first = new Float64Array()] = minute;
  const seconds = Array.from(first, (_, index) => index).filter((index) =>
    minute.some((values) => !Number.isNaN(values[index])),
  );
  const rows = seconds
    .toReversed()
    .map((index) => [
      texts.count(first.length - 1 - index),
      ...MAIN.map(([, written], figure) => texts[written](minute[figure]?.[index] ?? Number.NaN)),
    ]);
  return openTable(root, {
    title: words.title,
    summary: rows.length > 0 ? '' : drawn.nothing,
    heads: [drawn.secondsAgo, ...MAIN.map(([name]) => words[name])],
    rows,
    close: drawn.close,
  });
}
