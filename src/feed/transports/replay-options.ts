import { unknownName } from '../closest.js';

export interface ReplayOptions {
  /** The capture's address. */
  readonly url: string;
  /** Times the recorded pace; Infinity: all at once. */
  readonly speed: number;
  /** Starts over at the end. */
  readonly loop: boolean;
}

const NAMES = ['speed', 'loop'];

/**
 * Reads `replay:URL#speed=10&loop`, also without the scheme. Options stand behind `#`, which no server ever sees, so that the URL keeps a query of its own:
 * `replay:/captures/okx.jsonl?day=3#speed=10`. `speed` is 1 where left out, 0 is as fast as possible. Throws a TypeError that says what is wrong.
 */
export function parseReplayOptions(src: string): ReplayOptions {
  const [, url = '', fragment = ''] = /^(?:replay:)?([^#]*)#?(.*)$/is.exec(src) ?? [];
  if (url === '') throw new TypeError(`"${src}": expected replay: and the URL of a recorded file`);
  const options = new URLSearchParams(fragment);
  for (const name of options.keys()) if (!NAMES.includes(name)) throw unknownName('option of replay:', name, NAMES);
  const speed = Number(options.get('speed') ?? 1);
  if (options.get('speed') === '' || !(speed >= 0)) {
    throw new TypeError(`replay: speed="${options.get('speed')}": expected a number, 0 for as fast as possible`);
  }
  const loop = options.get('loop') ?? 'false';
  if (!['', 'true', 'false'].includes(loop)) throw new TypeError(`replay: loop="${loop}": expected loop or nothing`);
  return { url, speed: speed || Number.POSITIVE_INFINITY, loop: loop !== 'false' };
}
