/** Rem that a tape moves in a second. */
const SPEED = 3.5;

/** Moves the body of a tape round and round: the browser does, without a frame's work of ours. Main thread. */
export class BoardTape {
  #animation: Animation | undefined;
  #extent = 0;
  #holds = new Set<string>();

  /** Whether it is under way. */
  get moving(): boolean {
    return this.#animation !== undefined && this.#holds.size === 0;
  }

  /** Pixels that it has moved, from 0 to its extent. */
  get offset(): number {
    const { currentTime, effect } = this.#animation ?? {};
    const duration = Number(effect?.getTiming().duration);
    return duration > 0 ? ((Number(currentTime) % duration) / duration) * this.#extent : 0;
  }

  /** Moves by `extent` pixels, then begins anew. */
  run(body: Element, extent: number, rem: number, rightToLeft: boolean): void {
    if (extent === this.#extent && this.#animation) return;
    const { offset } = this;
    this.stop();
    this.#extent = extent;
    if (extent <= 0) return;
    const duration = (extent / (SPEED * rem)) * 1000;
    this.#animation = body.animate(
      { transform: ['none', `translateX(${rightToLeft ? extent : -extent}px)`] },
      { duration, iterations: Number.POSITIVE_INFINITY },
    );
    this.#animation.currentTime = (offset / extent) * duration;
    if (this.#holds.size > 0) this.#animation.pause();
  }

  /** Somebody wants it to stand still, or no longer. */
  hold(who: string, holds: boolean): void {
    if (holds) this.#holds.add(who);
    else this.#holds.delete(who);
    if (this.#holds.size > 0) this.#animation?.pause();
    else this.#animation?.play();
  }

  stop(): void {
    this.#animation?.cancel();
    this.#animation = undefined;
    this.#extent = 0;
  }
}
