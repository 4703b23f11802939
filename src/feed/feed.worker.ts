import { expose } from 'comlink';
import { FeedSession } from './feed-session.js';
import type { FeedService } from './protocol.js';

/** A feed's worker: a session, behind comlink. */
let session: FeedSession;

const service: FeedService = {
  begin(start, events) {
    session = new FeedSession(start, events);
  },
  connect: (settings) => session.connect(settings),
  disconnect: () => session.disconnect(),
  pause: (paused) => session.pause(paused),
  subscribe: (lane) => session.subscribe(lane),
  replace: (old, lane) => session.replace(old, lane),
  unsubscribe: (lane) => session.unsubscribe(lane),
};

expose(service);
