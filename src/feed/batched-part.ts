/** What the feed worker needs where ticks go by message, or no memory is shared. */
export { BatchPort } from '../memory/batch-port.js';
export { Copies, historyCopy } from './copies.js';
