import { html, nothing, type TemplateResult } from 'lit';
import type { BoardVariant, BoardWords, Column } from './board-columns.js';
import type { Sort } from './board-order.js';

/** What a board renders around its rows. */
export interface BoardFrame {
  readonly variant: BoardVariant;
  readonly label: string;
  readonly words: BoardWords;
  readonly columns: readonly Column[];
  /** All columns, those without room included. */
  readonly count: number;
  readonly rows: number;
  readonly sort: Sort | undefined;
  readonly problems: readonly string[];
  readonly paused: boolean;
  /** There is something to show where there are no rows. */
  readonly says: boolean;
  readonly pause: () => void;
}

const ROLES = { grid: 'grid', tiles: 'listbox', tape: 'list' } as const;

function heads({ columns, sort }: BoardFrame): TemplateResult {
  const head = ({ name, label, read }: Column, index: number) => {
    const sorted = sort?.column === name ? (sort.descending ? 'descending' : 'ascending') : undefined;
    const sortable = name !== 'trend';
    return html`<div
      class="head ${read ? '' : name}"
      part="head"
      role="columnheader"
      tabindex="-1"
      data-column=${name}
      aria-colindex=${index + 1}
      aria-sort=${sorted ?? (sortable ? 'none' : nothing)}
    ><span>${label}</span></div>`;
  };
  return html`<div class="heads" role="row" aria-rowindex="1">${columns.map(head)}</div>`;
}

/** Whether a board has content but for its tickers: blanks between them are none. */
export function saysSomething(board: Element): boolean {
  return [...board.childNodes].some((node) =>
    node instanceof Element ? !node.matches(':state(listed)') : node instanceof Text && node.data.trim() !== '',
  );
}

/** A board's nodes, without its rows, which come and go by themselves. */
export function boardTemplate(frame: BoardFrame): TemplateResult {
  const { variant, label, words, count, rows, problems, paused, says, pause } = frame;
  const grid = variant === 'grid';
  return html`<div class="scroller ${variant}" part="scroller">
      <div class="cover" aria-hidden="true"></div>
      <div
        class="board"
        role=${ROLES[variant]}
        aria-label=${label}
        aria-multiselectable=${variant === 'tape' ? nothing : 'true'}
        aria-rowcount=${grid ? rows + 1 : nothing}
        aria-colcount=${grid ? count : nothing}
      >
        ${grid ? heads(frame) : nothing}
        <div class="body" role=${grid ? 'rowgroup' : 'presentation'}></div>
      </div>
    </div>
    ${
      variant === 'tape'
        ? html`<button class="pause" part="pause" type="button" aria-pressed=${paused} @click=${pause}>
            <span>${paused ? words.move : words.pause}</span>
          </button>`
        : nothing
    }
    ${rows > 0 ? nothing : says ? html`<slot></slot>` : html`<p class="none">${words.none}</p>`}
    <p class="message" part="message" lang="en">${problems.join('\n')}</p>
    <span class="probes" aria-hidden="true"><i class="up"></i><i class="down"></i><i class="muted"></i></span>`;
}
