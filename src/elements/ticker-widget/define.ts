import { define } from '../shared/define.js';
import { TickerWidget } from './ticker-widget.js';

define('ticker-widget', TickerWidget);

export * from './ticker-events.js';
export * from './ticker-widget.js';
