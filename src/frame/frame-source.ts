/**
 * Where frames come from: the page's own window, and while that is hidden one that the page has opened and that shows some of its elements,
 * as a picture-in-picture window does. A hidden window gives no frames: what was asked of it comes when it is shown again. Main thread.
 */
export class FrameSource {
  readonly #elements: () => Iterable<Element>;
  readonly #frame: (now: number) => void;
  /** Whose frame was asked for last. */
  #window: Window = window;
  #asked = 0;
  readonly #turned = () => this.#turn();
  /** Ends what is listened to in another window. */
  #other: AbortController | undefined;

  /** `elements`: what is shown; `frame`: called in each frame that was asked for, with its time on the clock of `performance.now()`. */
  constructor(elements: () => Iterable<Element>, frame: (now: number) => void) {
    this.#elements = elements;
    this.#frame = frame;
  }

  /** Whether a frame is to come. */
  get asked(): boolean {
    return this.#asked !== 0;
  }

  /** Asks for the next frame; twice is once. */
  ask(): void {
    if (this.#asked === 0) this.#askOf(this.#shown);
    else if (this.#window.closed || (document.hidden && this.#shown !== this.#window)) this.#turn();
  }

  /** Listens for windows that are hidden and shown; twice is once. */
  begin(): void {
    document.addEventListener('visibilitychange', this.#turned);
  }

  end(): void {
    document.removeEventListener('visibilitychange', this.#turned);
    this.#listenTo(window);
  }

  /** A window that people see; the page's own where there is none. */
  get #shown(): Window {
    if (!document.hidden) return window;
    for (const { ownerDocument } of this.#elements()) {
      const view = ownerDocument.defaultView;
      if (view && view !== window && !ownerDocument.hidden) return view;
    }
    return window;
  }

  #askOf(target: Window): void {
    this.#listenTo(target);
    // each window has a clock of its own
    const ahead = target.performance.timeOrigin - performance.timeOrigin;
    this.#asked = target.requestAnimationFrame((now) => {
      this.#asked = 0;
      this.#frame(now + ahead);
    });
  }

  /** Asks elsewhere for what was asked of a window that may not be seen any more. */
  #turn(): void {
    if (this.#asked === 0) return;
    this.#window.cancelAnimationFrame(this.#asked);
    this.#asked = 0;
    this.#askOf(this.#shown);
  }

  #listenTo(target: Window): void {
    if (target === this.#window) return;
    this.#window = target;
    this.#other?.abort();
    this.#other = undefined;
    if (target === window) return;
    this.#other = new AbortController();
    const { signal } = this.#other;
    // a window that closes takes its frames along
    const turn = () => setTimeout(() => this.#turn());
    target.addEventListener('pagehide', turn, { signal });
    target.document.addEventListener('visibilitychange', turn, { signal });
  }
}
