/**
 * Draws what others have computed: values to canvas, and nothing of elements. A canvas is a layer of the browser's, and a
 * layer per ticker is slow, so that the sparklines of a board are drawn on a few sheets, in a worker where the browser can.
 */

/** A canvas of the page, or one that was handed to a worker. */
export interface Surface {
  width: number;
  height: number;
  getContext(kind: '2d'): unknown;
}

/** A place on the layer, in CSS pixels from its upper left corner. */
export interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** How strong the area below a line is. */
const AREA = 0.12;
const LINE_WIDTH = 1.5;
/** Room around a line for its own width. */
const MARGIN = 2;
/** Fewer points do not fill the width: a line of three would jump with each new one. */
const LEAST_POINTS = 20;
/** Pixels of a canvas on either side, at most: browsers draw nothing on a larger one. */
const MOST_PIXELS = 8192;

/** Many sparklines on one canvas, each drawn alone when it changed. Main thread, or a worker with an OffscreenCanvas. */
export class SparklineLayer {
  readonly #canvas: Surface;
  readonly #context: OffscreenCanvasRenderingContext2D | null;
  #width = 0;
  #height = 0;
  #ratio = 0;

  constructor(canvas: Surface) {
    this.#canvas = canvas;
    this.#context = canvas.getContext('2d') as OffscreenCanvasRenderingContext2D | null;
  }

  /**
   * Makes the layer this large, in CSS pixels, at so many device pixels for one of them. True where that made it another one:
   * then it is empty, and everything must be drawn again.
   */
  fit(width: number, height: number, ratio: number): boolean {
    const fits = Math.min(ratio, MOST_PIXELS / Math.max(1, width, height));
    if (width === this.#width && height === this.#height && fits === this.#ratio) return false;
    this.#width = width;
    this.#height = height;
    this.#ratio = fits;
    this.#canvas.width = Math.round(width * fits);
    this.#canvas.height = Math.round(height * fits);
    this.#context?.setTransform(fits, 0, 0, fits, 0, 0);
    return true;
  }

  /** Empties a place, or all of it. */
  clear(box?: Box): void {
    if (box) this.#context?.clearRect(box.x, box.y, box.width, box.height);
    else this.#context?.clearRect(0, 0, this.#width, this.#height);
  }

  /** Draws the first `count` points, oldest left, from the lowest to the highest, in place of what was there; nothing for less than two. */
  draw(box: Box, points: Float64Array, count: number, colour: string): void {
    const context = this.#context;
    this.clear(box);
    if (!context || count < 2) return;
    let low = points[0] as number;
    let high = low;
    for (let index = 1; index < count; index++) {
      const point = points[index] as number;
      if (point < low) low = point;
      else if (point > high) high = point;
    }
    const left = box.x + LINE_WIDTH / 2;
    const across = (box.width - LINE_WIDTH) / (Math.max(count, LEAST_POINTS) - 1);
    // a line that is flat lies in the middle
    const down = (box.height - 2 * MARGIN) / (high - low || 1);
    const middle = box.y + box.height / 2;
    const half = (high + low) / 2;
    context.beginPath();
    context.moveTo(left, middle + (half - (points[0] as number)) * down);
    for (let index = 1; index < count; index++) {
      context.lineTo(left + index * across, middle + (half - (points[index] as number)) * down);
    }
    context.lineWidth = LINE_WIDTH;
    context.lineJoin = 'bevel';
    context.strokeStyle = colour;
    context.stroke();
    context.lineTo(left + (count - 1) * across, box.y + box.height);
    context.lineTo(left, box.y + box.height);
    context.globalAlpha = AREA;
    context.fillStyle = colour;
    context.fill();
    context.globalAlpha = 1;
  }
}
