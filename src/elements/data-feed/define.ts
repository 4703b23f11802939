import { define } from '../shared/define.js';
import { DataFeed } from './data-feed.js';

define('data-feed', DataFeed);

export * from './data-feed.js';
export * from './feed-events.js';
