import { html, nothing, type TemplateResult } from 'lit';
import { MODES } from '../data-feed/mode-choice.js';
import { DASH } from '../shared/numbers.js';
import type { FigureTexts } from './figure-texts.js';
import type { CompareProgress, ModeComparison, ModeFigures } from './mode-comparison.js';
import { leftOutWords } from './mode-reasons.js';
import { modeWord, type Words } from './monitor-strings.js';

/** The monitor's switch of modes, and its comparison of them. */
export interface Controls {
  /** What the visitor has chosen: `auto` or a mode. */
  readonly choice: string;
  /** The page's own attributes decide: there is nothing to choose. */
  readonly fixed: boolean;
  /** Why feeds run as they do; empty: there is nothing to say. */
  readonly reason: string;
  /** There is a feed to compare modes on. */
  readonly comparable: boolean;
  /** Undefined: nothing is being compared. */
  readonly progress: CompareProgress | undefined;
  readonly comparison: ModeComparison | null;
  /** What a comparison that ended early ended with; empty: none did, or it was stopped. */
  readonly problem: string;
  choose(mode: string): void;
  /** Starts a comparison, or ends the one that runs. */
  compare(): void;
}

/** A line of the comparison. */
type Line = readonly [word: keyof Words, text: (mode: ModeFigures, texts: FigureTexts) => string];

const LINES: readonly Line[] = [
  ['framesPerSecond', ({ framesPerSecond }, texts) => texts.count(framesPerSecond)],
  ['frameP99', ({ frameP99 }, texts) => texts.milliseconds(frameP99)],
  ['paintLoad', ({ paintLoad }, texts) => texts.load(paintLoad)],
  ['longTasks', ({ longTasks }, texts) => texts.count(longTasks)],
  ['ageP50', ({ tickAge }, texts) => texts.milliseconds(tickAge.p50)],
  ['ageP99', ({ tickAge }, texts) => texts.milliseconds(tickAge.p99)],
  ['p50', ({ tickToPaint }, texts) => texts.milliseconds(tickToPaint.p50)],
  ['p95', ({ tickToPaint }, texts) => texts.milliseconds(tickToPaint.p95)],
  ['p99', ({ tickToPaint }, texts) => texts.milliseconds(tickToPaint.p99)],
  ['max', ({ tickToPaint }, texts) => texts.milliseconds(tickToPaint.max)],
  ['serialization', ({ serialization }, texts) => texts.load(serialization)],
  ['copiedPerSecond', ({ copiedPerSecond }, texts) => texts.bytes(copiedPerSecond)],
  ['ticksPerSecond', ({ ticksPerSecond }, texts) => texts.count(ticksPerSecond)],
  ['paintsPerSecond', ({ paintsPerSecond }, texts) => texts.count(paintsPerSecond)],
  ['conflated', ({ conflated }, texts) => texts.count(conflated)],
];

export function controlsTemplate(controls: Controls, words: Words, texts: FigureTexts): TemplateResult {
  const { choice, fixed, reason, comparable, progress, comparison, problem, choose, compare } = controls;
  const choices = ['auto', ...MODES].map(
    (mode) => html`<label class="choice">
      <input
        type="radio"
        name="mode"
        value=${mode}
        .checked=${mode === choice}
        @change=${() => choose(mode)}
      /><span>${modeWord(words, mode)}</span>
    </label>`,
  );
  const why = [fixed ? words.fixed : '', reason].filter(Boolean).join(' ');
  return html`<div class="controls">
    <fieldset part="modes" ?disabled=${fixed || progress !== undefined} aria-describedby="why">
      <legend>${words.modes}</legend>
      <div class="choices">${choices}</div>
    </fieldset>
    <button type="button" class="compare" part="compare" ?disabled=${!comparable} @click=${compare}>
      ${progress ? words.stop : words.compare}
    </button>
    <p id="why" class="why">${why}</p>
    ${progress ? progressTemplate(progress, words, texts) : nothing}
    ${problem ? html`<p class="why" role="alert">${words.notCompared} ${problem}</p>` : nothing}
    ${comparison ? comparisonTemplate(comparison, words, texts) : nothing}
  </div>`;
}

function progressTemplate(progress: CompareProgress, words: Words, texts: FigureTexts): TemplateResult {
  const { mode, done, of, began, takes } = progress;
  const share = Math.min(1, (performance.now() - began) / takes);
  const text = `${words.comparing}: ${modeWord(words, mode)}, ${texts.count(done + 1)}/${texts.count(of)}`;
  return html`<div class="progress" part="progress">
    <span role="status">${text}</span>
    <progress max=${of} .value=${done + share} aria-label=${words.comparing}></progress>
  </div>`;
}

/** Figures down, modes across: so it fits into a narrow place. */
function comparisonTemplate({ modes }: ModeComparison, words: Words, texts: FigureTexts): TemplateResult {
  const reasons = modes.filter(({ ran }) => !ran);
  return html`<div class="feeds compared" tabindex="0" role="group" aria-label=${words.comparison}>
    <table part="comparison">
      <thead>
        <tr>
          <td></td>
          ${modes.map(({ mode }) => html`<th scope="col">${modeWord(words, mode)}</th>`)}
        </tr>
      </thead>
      <tbody>
        ${LINES.map(
          ([word, text]) => html`<tr>
            <th scope="row">${words[word]}</th>
            ${modes.map((mode) => html`<td>${mode.ran ? text(mode, texts) : DASH}</td>`)}
          </tr>`,
        )}
      </tbody>
    </table>
    ${reasons.map(
      ({ mode, reason }) =>
        html`<p class="why">${modeWord(words, mode)}, ${words.notPossible}: ${leftOutWords(reason, words)}</p>`,
    )}
  </div>`;
}
