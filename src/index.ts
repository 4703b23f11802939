/** ticklane: registers every element, and names what their users' code may name. */
import './elements/data-feed/define.js';
import './elements/performance-monitor/define.js';
import './elements/price-alert/define.js';
import './elements/ticker-board/define.js';
import './elements/ticker-widget/define.js';

export * from './classes.js';
