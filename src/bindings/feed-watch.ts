import type { DataFeed } from '../elements/data-feed/data-feed.js';
import { anyCopy, type FeedGuest, findPageFeed } from '../elements/shared/find-feed.js';
import type { FeedStatus } from '../feed/protocol.js';

/** A feed whose status is watched. */
export interface FeedWatch {
  /** `idle` where there is no feed. */
  readonly status: FeedStatus;
  stop(): void;
}

class Watch implements FeedWatch, FeedGuest {
  status: FeedStatus = 'idle';
  readonly #asked: string | DataFeed;
  readonly #onChange: (status: FeedStatus) => void;
  #feed: DataFeed | undefined;
  #ended = false;

  constructor(asked: string | DataFeed, onChange: (status: FeedStatus) => void) {
    this.#asked = asked;
    this.#onChange = onChange;
    this.#bind();
    this.status = this.#feed?.status ?? 'idle';
  }

  stop(): void {
    this.#ended = true;
    anyCopy.seekers.delete(this);
    this.#feed?.guests.delete(this);
    this.#feed = undefined;
  }

  feedChanged(): void {
    if (this.#ended) return;
    this.#bind();
    this.#tell();
  }

  async feedLeft(): Promise<void> {
    this.#feed = undefined;
    if (this.#ended) return;
    this.#bind();
    this.#tell();
  }

  #bind(): void {
    this.#feed ??= findPageFeed(this.#asked);
    if (!this.#feed) anyCopy.seekers.add(this);
    else {
      anyCopy.seekers.delete(this);
      this.#feed.guests.add(this);
    }
  }

  #tell(): void {
    const status = this.#feed?.status ?? 'idle';
    if (status === this.status) return;
    this.status = status;
    try {
      this.#onChange(status);
    } catch (error) {
      reportError(error);
    }
  }
}

/**
 * Watches how a feed's connection is: of the one with this id, of this element, or, without either, of the document's first. Calls `onChange` at once
 * whenever it changes. Main thread. On a server it is `idle`.
 */
export function watchFeed(
  feed: string | DataFeed | null | undefined,
  onChange: (status: FeedStatus) => void,
): FeedWatch {
  if (typeof document === 'undefined') return { status: 'idle', stop() {} };
  return new Watch(feed ?? '', onChange);
}
