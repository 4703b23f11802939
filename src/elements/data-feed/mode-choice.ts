import { whyNotShared } from '../../runtime/page.js';
import type { FeedMode } from './feed-events.js';

/** Ways for ticks to cross threads, the best first. */
export const MODES: readonly FeedMode[] = ['shared', 'batched', 'individual'];
const KEY = 'ticklane-mode';

/** What a feed runs in, and why, in words. */
export interface ModeChoice {
  readonly mode: FeedMode;
  readonly reason: string;
  /** Who has asked for a mode: the page by the attribute, or the visitor; nobody: it is the best there is. */
  readonly by: 'page' | 'visitor' | 'nobody';
  /** That one is not possible here. */
  readonly refused: boolean;
}

const isMode = (word: unknown): word is FeedMode => MODES.includes(word as FeedMode);
const followers = new Set<() => void>();
/** What was chosen on a page that may keep nothing. */
let unkept: FeedMode | null = null;

/** The choice of the page's visitor, which feeds with `mode="auto"` follow; null: none. */
export function rememberedMode(): FeedMode | null {
  try {
    const word = localStorage.getItem(KEY);
    return isMode(word) ? word : unkept;
  } catch {
    return unkept; // the page may not keep anything
  }
}

/** Keeps the visitor's choice for this and later visits, or forgets it; feeds with `mode="auto"` follow at once. Throws a TypeError for what is no mode. */
export function rememberMode(mode: FeedMode | null): void {
  if (mode !== null && !isMode(mode)) throw new TypeError(`mode "${mode}" is none of ${MODES.join(', ')}`);
  unkept = mode;
  try {
    if (mode) localStorage.setItem(KEY, mode);
    else localStorage.removeItem(KEY);
  } catch {
    // for this visit, then
  }
  for (const follow of followers) follow();
}

/** Calls this whenever another choice is remembered, also by another tab. The function that ends it. */
export function followMode(follow: () => void): () => void {
  const elsewhere = ({ key }: StorageEvent) => {
    if (key === KEY || key === null) follow();
  };
  followers.add(follow);
  addEventListener('storage', elsewhere);
  return () => {
    followers.delete(follow);
    removeEventListener('storage', elsewhere);
  };
}

/** What the attribute comes to on this page; `note` hears of a word that means nothing. */
export function chooseMode(word: string, note: (problem: string) => void): ModeChoice {
  const why = whyNotShared();
  const best: FeedMode = why ? 'batched' : 'shared';
  const known = word === 'auto' || isMode(word);
  if (!known) note(`mode "${word}" is none of auto, ${MODES.join(', ')}: it stays auto`);
  const remembered = rememberedMode();
  const wanted = isMode(word) ? word : remembered;
  const asked = isMode(word) ? `mode="${word}"` : "the visitor's choice";
  const by = isMode(word) ? 'page' : 'visitor';
  if (!wanted) {
    return { mode: best, reason: why ?? 'the page is cross-origin isolated', by: 'nobody', refused: false };
  }
  if (wanted === 'shared' && why) {
    return { mode: best, reason: `${asked} is not possible: ${why}`, by, refused: true };
  }
  return { mode: wanted, reason: asked, by, refused: false };
}

const told = new Set<string>();

/** Says once in the console which mode the page's feeds are in, and why; the best one only to whoever asks for details. */
export function sayMode({ mode, reason }: ModeChoice): void {
  const line = `ticklane: ${mode} mode, as ${reason}`;
  if (told.has(line)) return;
  told.add(line);
  if (mode === 'shared') console.debug(line);
  else console.info(`${line}. Everything works; shared mode carries more ticks at less cost.`);
}
