import { FrameTimes } from '../../frame/frame-times.js';
import { Histogram } from '../../frame/histogram.js';
import { Recent } from '../../frame/recent.js';
import { pageRuntime, whyNotAtAll } from '../../runtime/page.js';
import { pageFrames } from '../shared/page-frames.js';
import type { PageFigures } from './performance-report.js';

/** Milliseconds up to the next frame that an input must take to be told of: less no browser offers. */
const INPUT_MS = 16;

/** Whether the browser tells of such entries. */
const tells = (type: string) => PerformanceObserver.supportedEntryTypes.includes(type);

/** Chromium's own. */
interface HeapSize {
  readonly memory?: { readonly usedJSHeapSize: number };
}

/** Watches frames, tasks and inputs of the page from `start` to `stop`. Main thread. */
export class PageSampler {
  /** Milliseconds that watching took since it was last set to 0. */
  spent = 0;
  readonly #times = new FrameTimes();
  readonly #tasks = new Histogram();
  readonly #inputs = new Histogram();
  /** Of intervals, paints, tasks and inputs. */
  readonly #recent: readonly Recent[];
  readonly #turned = () => this.#times.rest();
  readonly #observers: readonly PerformanceObserver[];
  #frames = 0;
  #elapsed = 0;
  #ran = false;

  /** `looks`: for how many looks frames, tasks and inputs are recent. */
  constructor(looks: number) {
    const { intervals, paints } = this.#times;
    this.#recent = [intervals, paints, this.#tasks, this.#inputs].map((each) => new Recent(each, looks));
    this.#observers = [
      this.#observer((task) => this.#tasks.add(task.duration)),
      this.#observer((input) => this.#inputs.add(input.processingStart - input.startTime)),
    ];
  }

  start(): void {
    if (!whyNotAtAll()) pageFrames().watch(this.#times);
    // no frame comes while it is hidden, and the first one after is not late
    document.addEventListener('visibilitychange', this.#turned);
    ['longtask', 'event'].forEach((type, index) => {
      const options: PerformanceObserverInit & { durationThreshold: number } = { type, durationThreshold: INPUT_MS };
      if (tells(type)) this.#observers[index]?.observe(options);
    });
  }

  stop(): void {
    if (!whyNotAtAll()) pageFrames().unwatch(this.#times);
    document.removeEventListener('visibilitychange', this.#turned);
    for (const observer of this.#observers) observer.disconnect();
  }

  /** The figures of the last `seconds`, which are the time since the last look. */
  look(seconds: number): PageFigures {
    for (const each of this.#recent) each.look();
    const [intervals, paints, tasks, inputs] = this.#recent.map(({ values }) => values) as [
      ...[intervals: Histogram, paints: Histogram],
      ...[tasks: Histogram, inputs: Histogram],
    ];
    const times = this.#times;
    this.spent += times.spent;
    times.spent = 0;
    const works = !whyNotAtAll();
    const { hidden } = document;
    const running = works && !hidden && pageFrames().running;
    const frames = times.intervals.count - this.#frames;
    // without a frame since the last look, a loop that runs is stuck, unless it has only begun
    const none = running && this.#ran ? 0 : Number.NaN;
    const framesPerSecond = frames > 0 ? (frames * 1000) / (times.elapsed - this.#elapsed) : none;
    this.#frames = times.intervals.count;
    this.#elapsed = times.elapsed;
    const paintLoad = times.painted / seconds;
    times.painted = 0;
    this.#ran = running;
    return {
      frameLoop: hidden ? 'hidden' : running ? 'running' : 'resting',
      framesPerSecond,
      frameP99: intervals.quantile(0.99),
      paintP99: paints.quantile(0.99),
      paintLoad,
      longTasks: tells('longtask') ? tasks.count : Number.NaN,
      longestTask: tasks.quantile(1),
      inputDelay: inputs.quantile(1),
      heapBytes: (performance as HeapSize).memory?.usedJSHeapSize ?? Number.NaN,
      sharedBytes: works ? pageRuntime().memory.byteLength : 0,
    };
  }

  /** An observer whose own work counts as watching. */
  #observer(take: (entry: PerformanceEventTiming) => void): PerformanceObserver {
    return new PerformanceObserver((list) => {
      const from = performance.now();
      for (const entry of list.getEntries()) take(entry as PerformanceEventTiming);
      this.spent += performance.now() - from;
    });
  }
}
