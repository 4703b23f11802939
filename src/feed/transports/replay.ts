import type { OpenTransport } from '../transport.js';
import { describeRefusal } from './http-answer.js';
import { LineSplitter } from './line-splitter.js';
import { parseReplayOptions } from './replay-options.js';
import { readRecordedLine } from './replayed-file.js';
import { UnreadableStream } from './splitter.js';
import { nextTurn, Turns } from './turns.js';

/** Symbols that are wanted closer together than this belong to one playback. */
const COALESCE_MS = 250;
/** The most bytes of a recorded file: it is kept in memory while it plays. */
const MOST_BYTES = 256 * 2 ** 20;
/** The finest step of the playback: browsers' timers do not tick faster. */
const STEP_MS = 4;
const LONGEST_MS = 1e9;
/** Reading lets other work go first after so many lines. */
const LINES_A_TURN = 500;

interface RecordedMessage {
  /** Milliseconds after the first message. */
  readonly at: number;
  readonly text: string;
}

/** A file that cannot be played; its text is for people. */
class UnplayableFile extends Error {}

/**
 * A recorded session, fetched from a URL and played in its recorded rhythm: `replay:URL#speed=10&loop`. What was received is played, from
 * the first message on, once symbols are wanted and no others have been for 250 ms; what the recording client sent, and what it fetched, is not.
 * Lines that are messages without a time come with the line before them. At the end the connection stays open and silent.
 */
export const openReplay: OpenTransport = ({ url: src, shown, headers, symbols }, events) => {
  const { url, speed, loop } = parseReplayOptions(src);
  const closed = new AbortController();
  const { signal } = closed;
  let wanted = symbols.length > 0;
  let messages: readonly RecordedMessage[] | undefined;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let playing = false;

  const startSoon = () => {
    if (!messages || !wanted || playing || signal.aborted) return;
    clearTimeout(timer);
    timer = setTimeout(() => {
      playing = true;
      play().catch(fail);
    }, COALESCE_MS);
  };
  const play = async () => {
    const turns = new Turns(events, signal);
    do {
      const begin = performance.now();
      for (const { at, text } of messages ?? []) {
        const wait = begin + at / speed - performance.now();
        if (wait > 0) await sleep(wait);
        if (signal.aborted) return;
        await turns.hand(text);
      }
      await nextTurn(); // a short file that loops leaves room for others
    } while (loop && !signal.aborted);
  };
  const sleep = (ms: number) =>
    new Promise<void>((resolve) => {
      timer = setTimeout(resolve, Math.min(Math.max(ms, STEP_MS), LONGEST_MS));
    });
  const fail = (error: Error) => {
    if (signal.aborted) return;
    closed.abort();
    const known = error instanceof UnplayableFile || error instanceof UnreadableStream;
    events.ended({
      reason: known ? `${shown}: ${error.message}` : `${shown} cannot be read: ${error.message}`,
      again: !known,
    });
  };

  const run = async () => {
    const response = await fetch(url, { headers: { ...headers }, signal, credentials: 'same-origin' });
    const refusal = await describeRefusal(response, shown);
    if (signal.aborted) return;
    if (refusal) {
      closed.abort();
      return events.ended(refusal);
    }
    messages = await readMessages(response.body as ReadableStream<Uint8Array>);
    if (signal.aborted) return;
    events.opened();
    startSoon();
  };
  run().catch(fail);
  return {
    calm: true,
    send: () => {},
    want(all) {
      wanted = all.length > 0;
      if (wanted) startSoon();
      else if (!playing) clearTimeout(timer);
    },
    close() {
      closed.abort();
      clearTimeout(timer);
    },
  };
};

/** The received messages of a file. Throws an UnplayableFile for one that has none, or a line that is no JSON. */
async function readMessages(body: ReadableStream<Uint8Array>): Promise<RecordedMessage[]> {
  const lines = new LineSplitter();
  const messages: RecordedMessage[] = [];
  const reader = body.getReader();
  let first: number | undefined;
  let number = 0;
  let bytes = 0;
  const read = async () => {
    for (let line = lines.next(); line !== undefined; line = lines.next()) {
      number++;
      if (number % LINES_A_TURN === 0) await nextTurn();
      if (line.trim() === '') continue;
      const { time, direction, text } = readLine(line, number);
      if (direction !== 'recv') continue;
      first ??= time;
      // a recorder's clock may step back: the order of the lines is what happened
      const before = messages.at(-1)?.at ?? 0;
      const at = time === undefined || first === undefined ? before : Math.max((time - first) * 1000, before);
      messages.push({ at, text });
    }
  };
  for (;;) {
    const { done, value } = await reader.read();
    if (done) break;
    bytes += value.length;
    if (bytes > MOST_BYTES) throw new UnplayableFile(`more than ${MOST_BYTES / 2 ** 20} MB: play a part of it`);
    lines.push(value);
    await read();
  }
  lines.end();
  await read();
  if (messages.length === 0) throw new UnplayableFile(`no received message to replay in ${number} lines`);
  return messages;
}

function readLine(line: string, number: number) {
  try {
    return readRecordedLine(line);
  } catch (error) {
    throw new UnplayableFile(`line ${number}, ${(error as Error).message}: expected one JSON message a line`);
  }
}
