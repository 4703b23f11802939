import { expose } from 'comlink';
import { FeedSession } from './feed-session.js';

/** A feed's worker: a session, behind comlink. */
expose(new FeedSession());
