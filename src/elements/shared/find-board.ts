/**
 * Which board shows a widget as one of its rows: as feeds and widgets do, they find one another in whichever order they come.
 */
import type { Compiled } from '../../indicators/compile.js';
import type { Bar } from '../../market/bar.js';
import type { Instrument } from '../../market/instrument.js';
import type { TakenSignal } from '../../memory/signal-reader.js';
import type { LaneAccount } from '../data-feed/ticker-request.js';
import type { TickerAttributes, TickerSettings } from '../ticker-widget/ticker-settings.js';
import type { TickerValues } from '../ticker-widget/ticker-values.js';

/** What a board says for all of its rows. */
export type BoardAttributes = Omit<TickerAttributes, 'symbol' | 'tickSize' | 'previousClose'>;

/** Hears what is wrong about something; nothing: nothing is. `quiet`: it has been told already. */
export type Note = (about: string, message?: string, quiet?: boolean) => void;

/** A widget to the board that it is in. */
export interface BoardGuest {
  readonly element: HTMLElement;
  readonly symbol: string;
  /** Whether anybody listens for its values. */
  readonly hears: boolean;
  /** Whether its texts have to be read by the language of indicators. */
  readonly speaks: boolean;
  /** Looks for its board again. */
  find(): void;
  /** What its row shows. What the widget leaves out, `board` says. */
  settings(board: BoardAttributes, instrument: Instrument | undefined, note: Note): TickerSettings;
  /** Another plan is in use. */
  watch(compiled: Compiled): void;
  /** Alerts fired. `compiled`: whose. */
  fire(signals: readonly TakenSignal[], compiled: Compiled): void;
  /** Values are others. */
  read(): void;
  /** Its row is stale by now, or is no longer. */
  aged(stale: boolean): void;
}

/** What a board has for a widget. */
export interface BoardPlace {
  readonly snapshot: TickerValues;
  readonly lane: LaneAccount | undefined;
  bars(count: number): Bar[];
}

/** A board to the widgets inside of it. */
export interface BoardHome {
  add(guest: BoardGuest): void;
  /** It says something else than before, or stands elsewhere. */
  change(guest: BoardGuest): void;
  drop(guest: BoardGuest): void;
  /** The row that shows it; undefined while there is none. */
  placeOf(guest: BoardGuest): BoardPlace | undefined;
}

const boards = new WeakMap<Node, BoardHome>();
const guests = new WeakMap<Node, BoardGuest>();

/** From now on the element is found as this guest. */
export function announceGuest(guest: BoardGuest): void {
  guests.set(guest.element, guest);
}

/** From now on widgets find this board; those inside of it do so at once. */
export function announceBoard(board: HTMLElement, home: BoardHome): void {
  if (boards.has(board)) return;
  boards.set(board, home);
  for (const node of board.querySelectorAll('*')) guests.get(node)?.find();
}

/** The closest board around an element, as the page is shown: through the slots it is in, shadow boundaries crossed. */
export function findBoard(element: HTMLElement): BoardHome | undefined {
  for (let node: Node | null = element; node; ) {
    node = (node as Element).assignedSlot ?? node.parentNode ?? (node as ShadowRoot).host ?? null;
    const home = node && boards.get(node);
    if (home) return home;
  }
  return undefined;
}
