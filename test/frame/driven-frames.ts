/** Frames, time and sight as a test drives them, in place of the browser's. */
export class DrivenFrames {
  now = 1000;
  readonly #callbacks = new Map<number, FrameRequestCallback>();
  readonly #observers: { callback: IntersectionObserverCallback; targets: Set<Element> }[] = [];
  readonly #restore: () => void;
  #asked = 0;

  constructor() {
    const { requestAnimationFrame, cancelAnimationFrame, IntersectionObserver } = window;
    const clock = performance.now;
    const frames = this;
    performance.now = () => frames.now;
    window.requestAnimationFrame = (callback) => {
      frames.#callbacks.set(++frames.#asked, callback);
      return frames.#asked;
    };
    window.cancelAnimationFrame = (asked) => void frames.#callbacks.delete(asked);
    window.IntersectionObserver = class {
      readonly #entry: { callback: IntersectionObserverCallback; targets: Set<Element> };

      constructor(callback: IntersectionObserverCallback) {
        this.#entry = { callback, targets: new Set() };
        frames.#observers.push(this.#entry);
      }

      observe(target: Element): void {
        this.#entry.targets.add(target);
      }

      unobserve(target: Element): void {
        this.#entry.targets.delete(target);
      }
    } as unknown as typeof IntersectionObserver;
    this.#restore = () => {
      performance.now = clock;
      Object.assign(window, { requestAnimationFrame, cancelAnimationFrame, IntersectionObserver });
    };
  }

  /** Whether somebody waits for a frame. */
  get asked(): boolean {
    return this.#callbacks.size > 0;
  }

  /** Lets so much time pass, and gives a frame; what its callbacks take comes on top. */
  frame(after = 16): void {
    this.now += after;
    const callbacks = [...this.#callbacks.values()];
    this.#callbacks.clear();
    for (const callback of callbacks) callback(this.now);
  }

  /** Says that an element has come into the window, or left it. */
  see(target: Element, isIntersecting: boolean): void {
    for (const { callback, targets } of this.#observers) {
      const entry = { target, isIntersecting } as IntersectionObserverEntry;
      if (targets.has(target)) callback([entry], undefined as unknown as IntersectionObserver);
    }
  }

  restore(): void {
    this.#restore();
  }
}
