import { DRAWING, DRAWING_SIZE, type DrawOrder, type PainterAnswer, type PainterOrder } from './painter-protocol.js';
import { SparklineLayer } from './sparkline-layer.js';

/** The painter's worker: it draws what it is sent onto the sheets that it was given, and runs no kernel, as its canvases need its event loop. */
const sheets = new Map<number, SparklineLayer>();
const colours = new Map<number, readonly string[]>();
const box = { x: 0, y: 0, width: 0, height: 0 };

const answer = (message: PainterAnswer, transfer: Transferable[] = []) => postMessage(message, transfer);

function draw({ of, buffer, count }: DrawOrder): void {
  for (let at = 0; at < count * DRAWING_SIZE; at += DRAWING_SIZE) {
    const number = (place: number) => buffer[at + place] as number;
    box.x = number(DRAWING.X);
    box.y = number(DRAWING.Y);
    box.width = number(DRAWING.WIDTH);
    box.height = number(DRAWING.HEIGHT);
    const points = buffer.subarray(at + DRAWING.POINTS, at + DRAWING_SIZE);
    const colour = colours.get(of)?.[number(DRAWING.COLOUR)] ?? '';
    // one that was dropped meanwhile is nobody's
    sheets.get(number(DRAWING.SHEET))?.draw(box, points, number(DRAWING.COUNT), colour);
  }
  answer({ buffer }, [buffer.buffer]);
}

addEventListener('message', ({ data }: MessageEvent<PainterOrder>) => {
  if (data.order === 'sheet') {
    if (data.canvas) sheets.set(data.sheet, new SparklineLayer(data.canvas));
    const sheet = sheets.get(data.sheet);
    if (!sheet?.fit(data.width, data.height, data.ratio)) sheet?.clear();
  } else if (data.order === 'colours') colours.set(data.of, data.colours);
  else if (data.order === 'draw') draw(data);
  else if (data.order === 'drop') sheets.delete(data.sheet);
  // what was drawn goes to the screen with the frame
  else requestAnimationFrame(() => answer({ shown: data.sheets }));
});
