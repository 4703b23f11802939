import { define } from '../shared/define.js';
import { TickerWidget } from './ticker-widget.js';

define('ticker-widget', TickerWidget);

export { IndicatorErrorEvent } from '../shared/indicator-error.js';
export * from './ticker-events.js';
export * from './ticker-widget.js';
