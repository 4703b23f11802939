import { expect } from '@open-wc/testing';
import { FrameTimes } from '../../src/frame/frame-times.js';

/** Frames at these times, each with so many ms of paints. */
function frames(times: FrameTimes, paints: number, ...nows: readonly number[]): void {
  for (const now of nows) times.frame(now, now + 1, now + 1 + paints);
}

describe('frame times', () => {
  it('are the milliseconds from frame to frame, and those of the paints', () => {
    const times = new FrameTimes();
    frames(times, 2, 100, 120, 140, 190);
    expect(times.intervals.count).to.equal(3);
    expect(times.elapsed).to.equal(90);
    expect(times.intervals.quantile(1)).to.be.within(45, 55);
    expect(times.paints.count).to.equal(4);
    expect(times.paints.quantile(0.5)).to.be.within(1.8, 2.2);
  });

  it('leave out the time in which the loop rested', () => {
    const times = new FrameTimes();
    frames(times, 1, 100, 120);
    times.rest();
    frames(times, 1, 60_000, 60_020);
    expect(times.intervals.count).to.equal(2);
    expect(times.elapsed).to.equal(40);
  });
});
