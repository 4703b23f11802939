import { FrameLoop } from '../../frame/frame-loop.js';
import { pageRuntime } from '../../runtime/page.js';

let frames: FrameLoop | undefined;

/** The page's one frame loop; it sleeps on the page's memory. */
export function pageFrames(): FrameLoop {
  frames ??= new FrameLoop(pageRuntime().parking);
  return frames;
}
