import { css, html, render } from 'lit';

/** What is drawn, as a table. */
export interface DrawnTable {
  readonly title: string;
  /** All of it in one sentence. */
  readonly summary: string;
  readonly heads: readonly string[];
  /** The first cell of each says which row it is. */
  readonly rows: readonly (readonly string[])[];
  /** The word of the button that closes it. */
  readonly close: string;
}

const { styleSheet } = css`
  dialog {
    box-sizing: border-box;
    inline-size: max-content;
    min-inline-size: min(14rem, 100%);
    max-inline-size: min(40rem, calc(100% - 1rem));
    max-block-size: min(32rem, calc(100% - 1rem));
    padding: 0;
    overflow: hidden;
    border: 1px solid var(--_edge);
    border-radius: var(--_radius);
    color: var(--_color);
    background: var(--_background);
    white-space: normal;
  }
  dialog[open] {
    display: grid;
    grid-template-rows: auto auto minmax(0, 1fr);
  }
  .drawn-head {
    display: flex;
    gap: 1rem;
    align-items: center;
    justify-content: space-between;
    padding-block: 0.5rem 0;
    padding-inline: 0.875rem 0.5rem;
  }
  .drawn-head > h2 {
    margin: 0;
    font-size: 1em;
  }
  .drawn-head > button {
    flex: none;
    min-block-size: 1.75rem;
    padding-inline: 0.625rem;
    border: 1px solid var(--_edge);
    border-radius: 0.375rem;
    color: inherit;
    background: none;
    font: inherit;
    cursor: pointer;
  }
  .drawn-summary {
    margin: 0;
    padding: 0.25rem 0.875rem 0.5rem;
    color: var(--_muted);
  }
  .drawn-rows {
    overflow: auto;
    border-block-start: 1px solid var(--_border);
  }
  .drawn-rows:focus-visible {
    outline-offset: -2px;
  }
  .drawn-rows > table {
    inline-size: 100%;
    border-spacing: 0;
  }
  .drawn-rows :is(th, td) {
    padding: 0.1875rem 0.875rem;
    font-weight: 400;
    text-align: end;
    unicode-bidi: plaintext;
  }
  .drawn-rows thead th {
    position: sticky;
    inset-block-start: 0;
    color: var(--_muted);
    background: var(--_background);
    white-space: nowrap;
  }
  .drawn-rows tbody tr:nth-child(odd) {
    background: color-mix(in srgb, var(--_color) 4%, transparent);
  }
` as { readonly styleSheet?: CSSStyleSheet };

/**
 * Shows a table over the page, until the visitor closes it: then the focus is again where it was. As it was when it was opened: what moves cannot be
 * read. `root`: of an element with the common tokens. Main thread.
 */
export function openTable(root: ShadowRoot, { title, summary, heads, rows, close }: DrawnTable): HTMLDialogElement {
  if (styleSheet && !root.adoptedStyleSheets.includes(styleSheet)) root.adoptedStyleSheets.push(styleSheet);
  const dialog = document.createElement('dialog');
  dialog.part.add('table');
  dialog.ariaLabel = title;
  render(
    html`<div class="drawn-head">
        <h2>${title}</h2>
        <button type="button" @click=${() => dialog.close()}>${close}</button>
      </div>
      <p class="drawn-summary">${summary}</p>
      <div class="drawn-rows" tabindex="0" role="region" aria-label=${title}>
        <table>
          <thead>
            <tr>
              ${heads.map((head) => html`<th scope="col">${head}</th>`)}
            </tr>
          </thead>
          <tbody>
            ${rows.map(
              ([head, ...cells]) => html`<tr>
                <th scope="row">${head}</th>
                ${cells.map((cell) => html`<td>${cell}</td>`)}
              </tr>`,
            )}
          </tbody>
        </table>
      </div>`,
    dialog,
  );
  // keys of what lies behind are not for what is open
  dialog.addEventListener('keydown', (event) => event.stopPropagation());
  // on the table's own edge: beside it
  dialog.addEventListener('click', ({ target }) => target === dialog && dialog.close());
  dialog.addEventListener('close', () => dialog.remove());
  root.append(dialog);
  dialog.showModal();
  return dialog;
}
