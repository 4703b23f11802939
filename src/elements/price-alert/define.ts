import { define } from '../shared/define.js';
import { PriceAlert } from './price-alert.js';

define('price-alert', PriceAlert);

export { IndicatorErrorEvent } from '../shared/indicator-error.js';
export * from './alert-events.js';
export * from './price-alert.js';
export * from './signal.js';
