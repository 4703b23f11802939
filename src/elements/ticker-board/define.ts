import { define } from '../shared/define.js';
import { TickerBoard } from './ticker-board.js';

define('ticker-board', TickerBoard);

export { IndicatorErrorEvent } from '../shared/indicator-error.js';
export * from './board-events.js';
export * from './ticker-board.js';
