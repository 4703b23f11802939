import { LitElement } from 'lit';

/** Different problems that one element writes to the console: a source that is never at a loss for words fills neither it nor the memory. */
const MOST_SAID = 200;

/**
 * An element that takes things when it comes into a document and gives them back when it leaves. Being moved is neither:
 * where it is at the end of the task decides. `Events` names its events and their types.
 */
export abstract class SettledElement<Events extends HTMLElementEventMap> extends LitElement {
  protected readonly internals = this.attachInternals();
  readonly #heard = new Set<string>();
  readonly #said = new Set<string>();
  /** In a document, and rendered. */
  protected settled = false;
  #deciding = false;

  override addEventListener<Type extends keyof Events & string>(
    type: Type,
    listener: (this: this, event: Events[Type]) => unknown,
    options?: boolean | AddEventListenerOptions,
  ): void;
  override addEventListener(
    type: string,
    listener: EventListenerOrEventListenerObject | null,
    options?: boolean | AddEventListenerOptions,
  ): void;
  override addEventListener(type: string, listener: unknown, options?: boolean | AddEventListenerOptions): void {
    this.#heard.add(type);
    super.addEventListener(type, listener as EventListener, options);
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.#decide();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#decide();
  }

  /** @internal Where an element has this, `moveBefore()` moves it without disconnecting it. */
  connectedMoveCallback(): void {}

  /** The element is in a document, to stay, and rendered. */
  protected abstract settle(): void;
  /** The element has left, or was gone before it could settle. */
  protected abstract leave(): void;

  /** Whether anybody ever listened on this very element. */
  protected hears(type: keyof Events & string): boolean {
    return this.#heard.has(type);
  }

  /** Takes one custom state for another; either may be empty: none. */
  protected changeState(before: string, after: string): void {
    const { states } = this.internals;
    states?.delete(before);
    if (after) states?.add(after);
  }

  /** Fires an event. A problem also goes to the console, once; `mark` tells this element from others there. */
  protected tell(event: Event, problem?: string, mark = ''): void {
    this.dispatchEvent(event);
    if (!problem || this.#said.has(problem) || this.#said.size > MOST_SAID) return;
    this.#said.add(problem);
    const last = this.#said.size > MOST_SAID ? ' (what else comes is told by events only)' : '';
    console.error(`<${this.localName}${mark}>: ${problem}${last}`);
  }

  #decide(): void {
    if (this.#deciding) return;
    this.#deciding = true;
    // behind the first render, which is a microtask too; who has left does not wait for an update that waits for code to load
    const ready = this.hasUpdated && !this.isConnected ? Promise.resolve() : this.updateComplete;
    void ready.then(() => {
      this.#deciding = false;
      const before = this.settled;
      this.settled = this.isConnected;
      if (!this.settled) this.leave();
      else if (!before) this.settle();
    });
  }
}
