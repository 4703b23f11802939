/**
 * Which feed a widget belongs to. Feeds announce themselves here and widgets wait here, so that neither needs to come
 * first, and both may come late.
 */
import type { DataFeed } from '../data-feed/data-feed.js';
import type { LaneAccount } from '../data-feed/ticker-request.js';

/** Something that belongs to a feed. */
export interface FeedSeeker extends HTMLElement {
  /** The id of the feed asked for; empty: whichever is nearest. */
  readonly feed: string;
}

/** A widget that looks for its feed, or has one; or what watches a ticker without an element. */
export interface FeedGuest {
  /** The lane that it owns, or the lanes where it may have several. */
  readonly lane?: LaneAccount | null;
  readonly lanes?: Iterable<LaneAccount>;
  /** A feed came, or the widget's own has another status. */
  feedChanged(): void;
  /** The widget's feed leaves: resolves when the widget has let go of it. */
  feedLeft(): Promise<void>;
}

/** The feeds of this copy of the package. */
const feeds = new Set<DataFeed>();
/** Widgets that have none, to be told whenever a feed comes. */
export const seekers = new Set<FeedGuest>();

/**
 * The feeds of all copies of this package on the page, and who waits for one without being an element: a program that has bindings from its bundle
 * finds feeds of the one file, or of `ticklane/external`. Elements do not: a frame loop sleeps on the memory of its own copy.
 */
const NAME = Symbol.for('ticklane.feeds');
const page: { [NAME]?: { readonly feeds: Set<DataFeed>; readonly seekers: Set<FeedGuest> } } = globalThis as never;
page[NAME] ??= { feeds: new Set(), seekers: new Set() };
export const anyCopy = page[NAME];

/** Feeds enter as soon as they are in a document: whoever looks in this task must see all of its feeds. */
export function enterFeed(feed: DataFeed): void {
  feeds.add(feed);
  anyCopy.feeds.add(feed);
}

export function leaveFeed(feed: DataFeed): void {
  feeds.delete(feed);
  anyCopy.feeds.delete(feed);
}

/** Tells widgets that wait of a feed; a problem to report where another one has its id. */
export function announceFeed(feed: DataFeed): string | undefined {
  for (const guest of [...seekers, ...anyCopy.seekers]) guest.feedChanged();
  return feed.id && firstIn(feed.getRootNode(), feed.id) !== feed
    ? `another <data-feed> has the id "${feed.id}": widgets use the first`
    : undefined;
}

/**
 * The widget's feed as things are: the one with its `feed` id, in its own root, then outward; without an id the closest
 * that encloses it, shadow boundaries crossed, else the first of the document, else of the widget's own roots.
 */
export function findFeed(guest: FeedSeeker): DataFeed | undefined {
  const roots: Node[] = guest.feed ? [] : [document];
  for (let node: Node | null = guest; node; node = node.parentNode ?? (node as ShadowRoot).host ?? null) {
    if (!guest.feed && feeds.has(node as DataFeed)) return node as DataFeed;
    if (!node.parentNode) roots.push(node);
  }
  for (const root of roots) {
    const first = firstIn(root, guest.feed);
    if (first) return first;
  }
  return undefined;
}

/** The feed of what stands nowhere in the document: the element, where it is one; the first with the id; else the first. Of any copy. Not on a server. */
export function findPageFeed(asked: string | DataFeed): DataFeed | undefined {
  if (typeof asked === 'string') return firstIn(document, asked, anyCopy.feeds);
  return anyCopy.feeds.has(asked) ? asked : undefined;
}

/** The feed that is asked for, or encloses the seeker; all of the page's for one that stands in none and names none. */
export function feedsOf(seeker: FeedSeeker): readonly DataFeed[] {
  const found = findFeed(seeker);
  if (!found) return [];
  return seeker.feed || surrounds(found, seeker) ? [found] : [...feeds];
}

function surrounds(feed: Node, inside: Node): boolean {
  let node: Node | null = inside;
  while (node && node !== feed) node = node.parentNode ?? (node as ShadowRoot).host ?? null;
  return node !== null;
}

/** The first of a root's own feeds as they stand in the document; only of those with the id, where one is given. */
function firstIn(root: Node, id: string, among: ReadonlySet<DataFeed> = feeds): DataFeed | undefined {
  let first: DataFeed | undefined;
  for (const feed of among) {
    if (feed.getRootNode() !== root || (id && feed.id !== id)) continue;
    if (!first || first.compareDocumentPosition(feed) & Node.DOCUMENT_POSITION_PRECEDING) first = feed;
  }
  return first;
}
