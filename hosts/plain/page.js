/** The trading page without a framework, a bundler or a build: what a framework would keep in its state is in the document. */
import { INDICATORS, report, route, SYMBOLS, source, written } from '../shared/market.js';

/** What must be there. @template {Element} Kind @param {ParentNode} where @param {string} selector @param {new () => Kind} kind */
function find(where, selector, kind) {
  const found = where.querySelector(selector);
  if (found instanceof kind) return found;
  throw new Error(`the page has no ${selector}`);
}

/** @template {keyof HTMLElementTagNameMap} Tag @param {ParentNode} where @param {Tag} tag @param {string} mark */
function findTag(where, tag, mark = '') {
  return /** @type {HTMLElementTagNameMap[Tag]} */ (find(where, tag + mark, HTMLElement));
}

/** The content of a template, ready to be put somewhere. @param {string} id */
const copy = (id) => document.importNode(find(document, `#${id}`, HTMLTemplateElement).content, true);

/** @param {ParentNode} where @param {string} selector @param {string} text */
function write(where, selector, text) {
  find(where, selector, HTMLElement).textContent = text;
  report.renders++;
}

/** A choice of texts. @param {ParentNode} where @param {string} name @param {string[]} texts @param {(text: string) => void} chosen */
function offer(where, name, texts, chosen) {
  const select = find(where, `select[name="${name}"]`, HTMLSelectElement);
  select.append(...texts.map((text) => new Option(text)));
  select.addEventListener('change', () => chosen(select.value));
}

/** A ticker of its own, whose every painted price is written. @param {string} symbol */
function follower(symbol) {
  const content = copy('follower');
  const paragraph = find(content, 'p', HTMLElement);
  const followed = findTag(paragraph, 'ticker-widget');
  followed.setAttribute('symbol', symbol);
  followed.addEventListener('valuechange', ({ values }) => write(paragraph, '.last', written(values.last)));
  return paragraph;
}

/** @param {string} symbol */
function item(symbol) {
  const entry = document.createElement('li');
  const ticker = document.createElement('ticker-widget');
  ticker.setAttribute('symbol', symbol);
  ticker.setAttribute('variant', 'row');
  entry.append(ticker);
  return entry;
}

function market() {
  const content = copy('market');
  const main = find(content, 'main', HTMLElement);
  const large = findTag(main, 'ticker-widget', '.large');
  const feed = findTag(main, 'data-feed');
  const list = find(main, '.list', HTMLElement);
  const follow = find(main, 'input', HTMLInputElement);

  offer(main, 'symbol', SYMBOLS, (symbol) => large.setAttribute('symbol', symbol));
  offer(main, 'indicators', INDICATORS, (indicators) => large.setAttribute('indicators', indicators));
  large.setAttribute('symbol', SYMBOLS[0] ?? '');
  large.setAttribute('indicators', INDICATORS[0] ?? '');
  feed.addEventListener('statuschange', ({ status }) => write(main, '.status', status));
  feed.setAttribute('src', source());
  findTag(main, 'price-alert').addEventListener('signal', ({ name, price }) => {
    write(main, '.signal', `${name}: ${written(price)}`);
  });

  list.append(...SYMBOLS.map(item));
  find(main, 'button', HTMLButtonElement).addEventListener('click', () => list.append(...[...list.children].reverse()));
  follow.addEventListener('change', () => {
    if (follow.checked) list.before(follower(large.symbol));
    else list.previousElementSibling?.remove();
  });
  return content;
}

function show() {
  find(document, '#at', HTMLElement).replaceChildren(route() === '/' ? market() : copy('about'));
  report.renders++;
}

addEventListener('hashchange', show);
show();
