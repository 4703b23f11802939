/** What a page that shows indicators, alerts or prices of several symbols loads of this folder, once it has one. */
export { parseSymbol } from './basket.js';
export { compile } from './compile.js';
