import { expect, fixture, html, nextFrame, waitUntil } from '@open-wc/testing';
import { FrameLoop, type FrameWatcher, type Paintable } from '../../src/frame/frame-loop.js';

const until = (condition: () => boolean) => waitUntil(condition, 'in time', { timeout: 10_000 });

/** Sleeps until it is told to wake, and counts. */
class TestBed {
  parked = 0;
  woken = 0;
  asleep = false;
  onPark = () => {};
  #wake = () => {};

  park(): Promise<void> {
    this.parked++;
    this.asleep = true;
    this.onPark();
    return new Promise((resolve) => {
      this.#wake = resolve;
    });
  }

  wake(): void {
    this.woken++;
    this.asleep = false;
    this.#wake();
  }
}

class TestPaintable implements Paintable {
  visible = true;
  interval = 0;
  dirty = false;
  /** Stays dirty for ever. */
  restless = false;
  readonly paints: number[] = [];
  work: () => unknown = () => {};
  painted: () => unknown = () => {};

  changed(): boolean {
    return this.dirty || this.restless;
  }

  paint(now: number): void {
    this.dirty = false;
    this.paints.push(now);
    this.work();
  }
}

/** Writes down what it hears. */
class TestWatcher implements FrameWatcher {
  readonly frames: number[] = [];
  readonly took: number[] = [];
  /** Frames heard before each rest. */
  readonly rests: number[] = [];

  frame(now: number, began: number, ended: number): void {
    this.frames.push(now);
    this.took.push(ended - began);
  }

  rest(): void {
    this.rests.push(this.frames.length);
  }
}

/** Takes the main thread for at least so long. */
function busy(ms: number): void {
  const end = performance.now() + ms;
  while (performance.now() < end);
}

const box = () => fixture<HTMLElement>(html`<div style="height: 10px"></div>`);

describe('the frame loop', () => {
  it('paints what has changed, once', async () => {
    const loop = new FrameLoop(new TestBed());
    const [one, other] = [new TestPaintable(), new TestPaintable()];
    one.dirty = true;
    loop.add(one, await box());
    loop.add(other, await box());
    await until(() => one.paints.length > 0);
    await nextFrame();
    expect(one.paints.length).to.equal(1);
    expect(other.paints.length).to.equal(0);
  });

  it('asks for no frame while it has nothing to paint', async () => {
    const loop = new FrameLoop(new TestBed());
    expect(loop.running).to.equal(false);
    const paintable = new TestPaintable();
    const element = await box();
    loop.add(paintable, element);
    expect(loop.running).to.equal(true);
    loop.remove(paintable, element);
    paintable.restless = true;
    await until(() => !loop.running);
    expect(paintable.paints.length).to.equal(0);
  });

  it('sleeps after 30 quiet frames, and wakes for a publication', async () => {
    const bed = new TestBed();
    const loop = new FrameLoop(bed);
    const paintable = new TestPaintable();
    loop.add(paintable, await box());
    await until(() => bed.asleep);
    expect(loop.running).to.equal(false);
    paintable.dirty = true;
    bed.wake();
    await until(() => paintable.paints.length === 1);
    await until(() => bed.parked === 2);
  });

  it('does not sleep through what is published while it parks', async () => {
    const bed = new TestBed();
    const loop = new FrameLoop(bed);
    const paintable = new TestPaintable();
    bed.onPark = () => {
      paintable.dirty = bed.parked === 1;
    };
    loop.add(paintable, await box());
    await until(() => paintable.paints.length === 1);
    expect(bed.woken).to.equal(1);
  });

  it('wakes for a paintable that is added', async () => {
    const bed = new TestBed();
    const loop = new FrameLoop(bed);
    loop.add(new TestPaintable(), await box());
    await until(() => bed.asleep);
    const late = new TestPaintable();
    late.dirty = true;
    loop.add(late, await box());
    await until(() => late.paints.length === 1);
  });

  it('paints nothing that is scrolled away, and paints it when it comes back', async () => {
    const loop = new FrameLoop(new TestBed());
    const paintable = new TestPaintable();
    const element = await box();
    element.style.cssText = 'position: absolute; top: 100000px; height: 10px';
    loop.add(paintable, element);
    await until(() => !paintable.visible);
    paintable.dirty = true;
    await nextFrame();
    await nextFrame();
    expect(paintable.paints.length).to.equal(0);
    element.style.top = '0';
    await until(() => paintable.paints.length === 1);
  });

  it('keeps to the rate that a paintable asks for', async () => {
    const loop = new FrameLoop(new TestBed());
    const [slow, fast] = [new TestPaintable(), new TestPaintable()];
    slow.restless = fast.restless = true;
    slow.interval = 100;
    const element = await box();
    loop.add(slow, element);
    loop.add(fast, await box());
    await until(() => slow.paints.length >= 6);
    loop.remove(slow, element);
    const [first = 0] = slow.paints;
    const took = (slow.paints.at(-1) as number) - first;
    expect(took).to.be.at.least(400);
    expect(fast.paints.length).to.be.above(slow.paints.length);
  });

  it('stops at its budget, and starts the next frame with those that had no time', async () => {
    const loop = new FrameLoop(new TestBed());
    const all = Array.from({ length: 4 }, () => new TestPaintable());
    const boxes = await Promise.all(all.map(() => box()));
    all.forEach((each, index) => {
      each.restless = true;
      each.work = () => busy(6);
      loop.add(each, boxes[index] as HTMLElement);
    });
    await until(() => all.every(({ paints }) => paints.length >= 5));
    const counts = all.map(({ paints }) => paints.length);
    expect(Math.max(...counts) - Math.min(...counts)).to.be.at.most(1);
    const frames = new Map<number, number>();
    for (const now of all.flatMap(({ paints }) => paints)) frames.set(now, (frames.get(now) ?? 0) + 1);
    expect(Math.max(...frames.values())).to.be.below(4);
  });

  it('goes on where one paint throws, and reports it', async () => {
    const loop = new FrameLoop(new TestBed());
    const [bad, good] = [new TestPaintable(), new TestPaintable()];
    bad.restless = good.restless = true;
    bad.work = () => {
      throw new Error('cannot paint');
    };
    const reported: unknown[] = [];
    const { reportError } = window;
    window.reportError = (error) => void reported.push(error);
    loop.add(bad, await box());
    loop.add(good, await box());
    await until(() => good.paints.length > 3);
    window.reportError = reportError;
    expect(bad.paints.length).to.equal(1);
    expect(String(reported)).to.contain('cannot paint');
  });

  it('says when all paints of a frame are done, to those that it painted', async () => {
    const loop = new FrameLoop(new TestBed());
    const [one, other, idle] = [new TestPaintable(), new TestPaintable(), new TestPaintable()];
    const boxes = await Promise.all([box(), box(), box()]);
    const order: string[] = [];
    Object.entries({ one, other, idle }).forEach(([name, each], index) => {
      each.work = () => order.push(`paint ${name}`);
      each.painted = () => order.push(`done ${name}`);
      each.dirty = each !== idle;
      loop.add(each, boxes[index] as HTMLElement);
    });
    await until(() => order.length >= 4);
    expect(order).to.deep.equal(['paint one', 'paint other', 'done one', 'done other']);
  });

  it('tells a watcher of every frame and what its paints took, until it watches no more', async () => {
    const loop = new FrameLoop(new TestBed());
    const paintable = new TestPaintable();
    const watcher = new TestWatcher();
    paintable.restless = true;
    paintable.work = () => busy(3);
    loop.watch(watcher);
    loop.add(paintable, await box());
    await until(() => watcher.frames.length > 4);
    expect(watcher.frames).to.deep.equal(paintable.paints);
    expect(Math.min(...watcher.took)).to.be.within(2.9, 100);
    expect(watcher.rests).to.deep.equal([]);
    loop.unwatch(watcher);
    const heard = watcher.frames.length;
    const painted = paintable.paints.length;
    await until(() => paintable.paints.length > painted + 2);
    expect(watcher.frames.length).to.equal(heard);
  });

  it('asks for no frame because it is watched, and tells rest from slowness', async () => {
    const bed = new TestBed();
    const loop = new FrameLoop(bed);
    const watcher = new TestWatcher();
    loop.watch(watcher);
    expect(loop.running).to.equal(false);
    const paintable = new TestPaintable();
    loop.add(paintable, await box());
    await until(() => bed.asleep);
    expect(loop.running).to.equal(false);
    const before = watcher.frames.length;
    expect(before).to.be.at.least(30);
    expect(watcher.rests).to.deep.equal([before]);
    paintable.dirty = true;
    bed.wake();
    await until(() => bed.parked === 2);
    expect(watcher.rests).to.deep.equal([before, watcher.frames.length]);
    expect(watcher.frames.length).to.be.above(before + 30);
  });

  it('shows long paints among the timings of the page while it is watched, and keeps none of them', async () => {
    const loop = new FrameLoop(new TestBed());
    const paintable = new TestPaintable();
    const seen: PerformanceEntry[] = [];
    const observer = new PerformanceObserver((list) => seen.push(...list.getEntriesByName('ticklane paint')));
    observer.observe({ type: 'measure' });
    paintable.restless = true;
    paintable.work = () => busy(3);
    loop.add(paintable, await box());
    await until(() => paintable.paints.length > 2);
    const watcher = new TestWatcher();
    loop.watch(watcher);
    await until(() => seen.length > 2);
    loop.unwatch(watcher);
    observer.disconnect();
    expect(seen.length).to.be.at.most(watcher.frames.length);
    expect(Math.min(...seen.map(({ duration }) => duration))).to.be.at.least(2.9);
    expect(performance.getEntriesByName('ticklane paint')).to.deep.equal([]);
  });
});
