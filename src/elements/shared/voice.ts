/**
 * What the page says aloud: one live region of the document for all elements, at the pace at which people listen. Loaded by whoever has something
 * to say. Main thread.
 */

/** A text, and the language that it is in. */
export interface Saying {
  readonly text: string;
  readonly language: string;
}

/** Whoever has something to say: asked when its turn comes, so that it says the newest. */
export interface Speaker {
  /** Undefined: nothing any more. */
  words(): Saying | undefined;
  /** What is said of so many others, for whom there was no time; none says nothing of them. */
  more?(count: number): string;
}

/** How urgent a text is: `polite` waits until a screen reader has come to an end, `assertive` breaks in. */
export type Urgency = 'polite' | 'assertive';

/** Least milliseconds between two texts that nobody asked for. */
export const PACE_MS = 4000;
/** Speakers that wait; of more it is only said how many they are. */
export const MOST_WAITING = 5;

/** The time, and how it is waited for: milliseconds, on the clock of `performance.now()`. */
export const voiceClock = {
  now: (): number => performance.now(),
  wait: (ms: number, then: () => void): unknown => setTimeout(then, ms),
};

/** A region is out of sight, and not hidden: screen readers pass over what is hidden. */
const OUT_OF_SIGHT: Readonly<Partial<CSSStyleDeclaration>> = {
  position: 'absolute',
  width: '1px',
  height: '1px',
  overflow: 'hidden',
  clipPath: 'inset(50%)',
  whiteSpace: 'nowrap',
};
/** By which a second copy of this package finds them. */
const MARK = 'data-ticklane-voice';

function regionOf(urgency: Urgency): HTMLElement {
  const found = document.querySelector<HTMLElement>(`[${MARK}="${urgency}"]`);
  if (found) return found;
  const region = document.createElement('div');
  region.setAttribute(MARK, urgency);
  region.role = urgency === 'polite' ? 'status' : 'alert';
  region.ariaAtomic = 'true';
  Object.assign(region.style, OUT_OF_SIGHT);
  document.body.append(region);
  return region;
}

/** Makes the regions: one that comes with its first text is not heard by all screen readers. */
export function prepare(): void {
  regionOf('polite');
  regionOf('assertive');
}

/** Alerts that wait, before the others. */
const urgent = new Map<Speaker, Urgency>();
const waiting = new Set<Speaker>();
/** Those for whom there was no room since the last text. */
const missed = new Set<Speaker>();
let last = Number.NEGATIVE_INFINITY;
let armed = false;
let left = 0;

/** How many times somebody found no room among those that wait, since the page began. */
export const leftOut = (): number => left;

/** Has a speaker say what is new when there is time for it: in turn, a text every few seconds at most. */
export function ask(speaker: Speaker): void {
  if (waiting.has(speaker)) return;
  if (waiting.size >= MOST_WAITING) {
    left++;
    missed.add(speaker);
    return;
  }
  missed.delete(speaker);
  waiting.add(speaker);
  arm();
}

/** The same before all others, for alerts. Of those that wait for longest some are left out where there are too many. */
export function alert(speaker: Speaker, urgency: Urgency): void {
  if (urgent.size >= MOST_WAITING && !urgent.has(speaker)) {
    left++;
    urgent.delete(urgent.keys().next().value as Speaker);
  }
  urgent.set(speaker, urgency);
  arm();
}

/** Says something at once: the visitor has asked for it. */
export function answer(saying: Saying): void {
  say(saying, 'polite');
}

/** Says nothing of a speaker that has left. */
export function forget(speaker: Speaker): void {
  urgent.delete(speaker);
  waiting.delete(speaker);
  missed.delete(speaker);
}

function arm(): void {
  if (armed) return;
  armed = true;
  voiceClock.wait(Math.max(0, last + PACE_MS - voiceClock.now()), turn);
}

function turn(): void {
  armed = false;
  // somebody was answered meanwhile
  if (voiceClock.now() - last < PACE_MS) return arm();
  while (!document.hidden && urgent.size + waiting.size > 0) {
    const [alarm] = urgent;
    const [speaker, urgency] = alarm ?? [waiting.values().next().value as Speaker, 'polite' as const];
    if (!alarm) waiting.delete(speaker);
    urgent.delete(speaker);
    const saying = speaker.words();
    if (!saying) continue;
    const more = missed.size > 0 ? speaker.more?.(missed.size) : undefined;
    if (more) missed.clear();
    say({ ...saying, text: more ? `${saying.text} ${more}` : saying.text }, urgency);
    if (urgent.size + waiting.size > 0) arm();
    return;
  }
  // nobody hears a hidden page, and what waited is old by the time it is seen
  if (document.hidden) for (const speakers of [urgent, waiting, missed]) speakers.clear();
}

function say({ text, language }: Saying, urgency: Urgency): void {
  last = voiceClock.now();
  const region = regionOf(urgency);
  region.lang = language;
  // another node, so that the same text is said again
  region.replaceChildren(document.createTextNode(text));
}
