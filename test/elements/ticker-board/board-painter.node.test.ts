import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { BoardPainter } from '../../../src/elements/ticker-board/board-painter.ts';
import type { BoardView } from '../../../src/elements/ticker-board/board-view.ts';

/** Views of rows that change whenever `changes` says so, with the frames in which each was painted. */
class Rows {
  readonly painted: number[][];
  readonly views: BoardView[];
  frame = 0;

  constructor(count: number, changes: () => boolean = () => true) {
    this.painted = Array.from({ length: count }, () => []);
    this.views = this.painted.map((frames) => {
      const view = {
        behind: false,
        row: {
          get unread() {
            return changes();
          },
          look: () => {
            view.behind = true;
          },
        },
        show: () => {
          view.behind = false;
          frames.push(this.frame);
        },
      };
      return view as unknown as BoardView;
    });
  }

  /** Paints so many frames, each `took` ms after the one before; how many rows each painted. */
  run(painter: BoardPainter, frames: number, took: number, interval = 0): number[] {
    return Array.from({ length: frames }, () => {
      let count = 0;
      this.frame++;
      painter.paint(this.views, this.frame * took, interval, false, () => count++);
      return count;
    });
  }

  /** The most frames from one paint of a row to its next. */
  get longest(): number {
    return Math.max(
      ...this.painted.map((frames) => Math.max(...frames.map((at, index) => at - (frames[index - 1] ?? 0)))),
    );
  }
}

const FRAME = 1000 / 60;
/** A clock for paints that take no time. */
const still = () => 0;

describe('the painter of a board', () => {
  it('paints every row in one frame of four where all change all the time', () => {
    const rows = new Rows(400);
    const counts = rows.run(new BoardPainter(still), 40, FRAME);
    assert.deepEqual(new Set(counts), new Set([100]));
    assert.equal(rows.longest, 4);
    assert.deepEqual(new Set(rows.painted.map(({ length }) => length)), new Set([10]));
  });

  it('paints few rows, and few changes, at once', () => {
    assert.deepEqual(new Rows(60).run(new BoardPainter(still), 3, FRAME), [60, 60, 60]);
    let at = 0;
    const some = new Rows(400, () => at++ % 8 === 0);
    assert.deepEqual(some.run(new BoardPainter(still), 3, FRAME), [50, 50, 50]);
  });

  it('paints fewer while frames come late, each row in less than 250 ms, and as many as before once they are in time', () => {
    const rows = new Rows(400);
    const painter = new BoardPainter(still);
    rows.run(painter, 4, FRAME);
    const late = rows.run(painter, 60, 22);
    assert.ok((late.at(-1) as number) <= 50, `${late.at(-1)} rows`);
    assert.ok(rows.longest * 22 < 250, `${rows.longest} frames of 22 ms`);
    const slow = new Rows(400);
    slow.run(new BoardPainter(still), 40, 60);
    assert.ok(slow.longest * 60 < 250, `${slow.longest} frames of 60 ms`);
    // the clock of frames goes on from where it was
    rows.frame = 10_000;
    assert.equal(rows.run(painter, 400, FRAME).at(-1), 100);
  });

  it('stops after 4 ms, but not before those had their turn who have waited for longest', () => {
    let clock = 0;
    const rows = new Rows(400);
    // each look at it takes 5 ms
    const counts = rows.run(new BoardPainter(() => (clock += 5)), 30, FRAME);
    assert.deepEqual(new Set(counts), new Set([40]));
    assert.equal(rows.longest, 10);
  });

  it('takes a rest for a rest, not for a late frame', () => {
    const rows = new Rows(400);
    const painter = new BoardPainter(still);
    for (let round = 0; round < 20; round++) {
      assert.deepEqual(rows.run(painter, 1, 40), [100]);
      painter.rest();
    }
  });

  it('paints in fewer turns where it is asked for fewer paints a second', () => {
    const each = (interval: number) => new Rows(400).run(new BoardPainter(still), 2, interval, interval)[1];
    assert.deepEqual([each(50), each(100), each(1000)], [134, 400, 400]);
  });
});
