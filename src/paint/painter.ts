import { DRAWING, DRAWING_SIZE, DRAWINGS, type PainterAnswer, type PainterOrder } from './painter-protocol.js';
import type { Sheets } from './sheets.js';
import type { Box } from './sparkline-layer.js';
import { spawnPainterWorker } from './spawn.js';

/** A worker that has not answered its first drawing by then never will. */
const START_MS = 10_000;
/** Buffers that are kept for the next frames. */
const KEPT = 8;

/** What a painter tells those who have sheets. */
export interface PainterEvents {
  /** These show what was drawn last. */
  shown(sheets: readonly number[]): void;
  /** The worker is gone, and the sheets with it: whoever wants to go on draws on new ones. */
  lost(): void;
}

/** The worker that draws the sparklines of all boards of the page: it is started by the first of them, and ends with the last. */
class Painter {
  readonly users = new Map<number, PainterEvents>();
  readonly #worker: Worker;
  readonly #buffers: Float64Array<ArrayBuffer>[] = [];
  /** Who has which sheet. */
  readonly #owners = new Map<number, number>();
  #started: ReturnType<typeof setTimeout> | undefined;

  constructor() {
    this.#worker = spawnPainterWorker('ticklane-painter');
    this.#worker.addEventListener('message', ({ data }: MessageEvent<PainterAnswer>) => this.#hear(data));
    for (const type of ['error', 'messageerror']) {
      this.#worker.addEventListener(type, (event) => {
        // the sparklines go on without it
        event.preventDefault();
        this.#lose();
      });
    }
  }

  get buffer(): Float64Array<ArrayBuffer> {
    return this.#buffers.pop() ?? new Float64Array(DRAWINGS * DRAWING_SIZE);
  }

  order(order: PainterOrder, transfer: Transferable[] = []): void {
    if (order.order === 'draw') this.#started ??= setTimeout(() => this.#lose(), START_MS);
    this.#worker.postMessage(order, transfer);
  }

  own(sheet: number, user: number): void {
    this.#owners.set(sheet, user);
  }

  leave(user: number): void {
    this.users.delete(user);
    for (const [sheet, owner] of this.#owners) if (owner === user) this.#owners.delete(sheet);
    if (this.users.size === 0) this.#end();
  }

  #hear(answer: PainterAnswer): void {
    clearTimeout(this.#started);
    if ('buffer' in answer) {
      if (this.#buffers.length < KEPT) this.#buffers.push(answer.buffer);
      return;
    }
    for (const [user, { shown }] of this.users) {
      const own = answer.shown.filter((sheet) => this.#owners.get(sheet) === user);
      if (own.length > 0) shown(own);
    }
  }

  #lose(): void {
    failed = true;
    const users = [...this.users.values()];
    this.users.clear();
    this.#end();
    for (const { lost } of users) lost();
  }

  #end(): void {
    clearTimeout(this.#started);
    this.#worker.terminate();
    if (painter === this) painter = undefined;
  }
}

let painter: Painter | undefined;
/** It did not work on this page: nobody tries again. */
let failed = false;
let users = 0;
let sheets = 0;

/** A number that no other sheet of the page has. */
export const nextSheet = (): number => ++sheets;

/** Sheets that the painter draws; undefined where there can be none. */
export function postedSheets(events: PainterEvents): Sheets | undefined {
  if (failed || typeof OffscreenCanvas === 'undefined' || !HTMLCanvasElement.prototype.transferControlToOffscreen) {
    return undefined;
  }
  try {
    painter ??= new Painter();
  } catch {
    // workers are forbidden here: the page has heard of it by its feed
    failed = true;
    return undefined;
  }
  return new PostedSheets(painter, events);
}

/** Drawings go to the painter's worker, a few dozen in a message. Main thread. */
class PostedSheets implements Sheets {
  readonly #painter: Painter;
  readonly #user = ++users;
  readonly #given = new Set<number>();
  #buffer: Float64Array<ArrayBuffer> | undefined;
  #count = 0;

  constructor(painter: Painter, events: PainterEvents) {
    this.#painter = painter;
    painter.users.set(this.#user, events);
  }

  fit(sheet: number, canvas: HTMLCanvasElement, width: number, height: number, ratio: number): void {
    const order = { order: 'sheet', sheet, width, height, ratio } as const;
    this.#send();
    if (this.#given.has(sheet)) return this.#painter.order(order);
    this.#given.add(sheet);
    this.#painter.own(sheet, this.#user);
    const given = canvas.transferControlToOffscreen();
    this.#painter.order({ ...order, canvas: given }, [given]);
  }

  colour(colours: readonly string[]): void {
    this.#painter.order({ order: 'colours', of: this.#user, colours });
  }

  draw(sheet: number, box: Box, points: Float64Array, count: number, colour: number): void {
    this.#buffer ??= this.#painter.buffer;
    const buffer = this.#buffer;
    const at = this.#count * DRAWING_SIZE;
    buffer[at + DRAWING.SHEET] = sheet;
    buffer[at + DRAWING.X] = box.x;
    buffer[at + DRAWING.Y] = box.y;
    buffer[at + DRAWING.WIDTH] = box.width;
    buffer[at + DRAWING.HEIGHT] = box.height;
    buffer[at + DRAWING.COLOUR] = colour;
    buffer[at + DRAWING.COUNT] = count;
    for (let index = 0; index < count; index++) buffer[at + DRAWING.POINTS + index] = points[index] as number;
    if (++this.#count === DRAWINGS) this.#send();
  }

  flush(fresh: readonly number[]): void {
    this.#send();
    if (fresh.length > 0) this.#painter.order({ order: 'ask', sheets: fresh });
  }

  drop(sheet: number): void {
    this.#given.delete(sheet);
    this.#painter.order({ order: 'drop', sheet });
  }

  close(): void {
    for (const sheet of this.#given) this.drop(sheet);
    this.#painter.leave(this.#user);
  }

  #send(): void {
    const buffer = this.#buffer;
    if (!buffer || this.#count === 0) return;
    this.#painter.order({ order: 'draw', of: this.#user, buffer, count: this.#count }, [buffer.buffer]);
    this.#buffer = undefined;
    this.#count = 0;
  }
}
