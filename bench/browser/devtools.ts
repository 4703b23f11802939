import { WebSocket } from 'ws';

/** Longest that the browser may take for an answer, ms. */
const PATIENCE_MS = 30_000;
/** A worker that does not collect its garbage in this time is busy in its kernel, ms. */
const COLLECT_MS = 3000;

interface Reply {
  readonly id?: number;
  /** Of an event. */
  readonly method?: string;
  readonly params?: { readonly sessionId?: string };
  readonly result?: unknown;
  readonly error?: { readonly message: string };
}

/**
 * A bare connection to one target of the browser's DevTools, which enables nothing by itself: a page under load can be measured through it without
 * hearing of its messages and workers.
 */
export class DevTools {
  readonly #socket: WebSocket;
  readonly #waiting = new Map<number, (reply: Reply) => void>();
  /** Sessions with the page's workers. */
  readonly #workers = new Set<string>();
  #sent = 0;

  private constructor(socket: WebSocket) {
    this.#socket = socket;
    socket.on('message', (message) => {
      const reply = JSON.parse(String(message)) as Reply;
      const session = reply.params?.sessionId;
      if (session && reply.method === 'Target.attachedToTarget') this.#workers.add(session);
      if (session && reply.method === 'Target.detachedFromTarget') this.#workers.delete(session);
      if (reply.id === undefined) return;
      this.#waiting.get(reply.id)?.(reply);
      this.#waiting.delete(reply.id);
    });
    socket.on('close', () => {
      for (const answer of this.#waiting.values()) answer({ error: { message: 'the browser is gone' } });
      this.#waiting.clear();
    });
    // what fails is told by the answers that do not come
    socket.on('error', () => socket.close());
  }

  /** Connects to the address that a target has for debuggers. */
  static open(url: string): Promise<DevTools> {
    return new Promise((resolve, reject) => {
      const socket = new WebSocket(url, { perMessageDeflate: false, maxPayload: 1 << 30 });
      socket.once('open', () => resolve(new DevTools(socket)));
      socket.once('error', reject);
    });
  }

  /** The page with this address, of the browser whose own address for debuggers is `browser`. */
  static async ofPage(browser: string, page: string): Promise<DevTools> {
    const targets = (await (await fetch(`http://${new URL(browser).host}/json/list`)).json()) as {
      readonly url: string;
      readonly webSocketDebuggerUrl: string;
    }[];
    const target = targets.find(({ url }) => url === page);
    if (!target) throw new Error(`${page} is not open`);
    return DevTools.open(target.webSocketDebuggerUrl);
  }

  /** Collects garbage, of the page and of its workers; those that do not answer, as their kernel blocks, keep theirs. */
  async collectGarbage(): Promise<void> {
    const attach = (autoAttach: boolean) =>
      this.send('Target.setAutoAttach', { autoAttach, waitForDebuggerOnStart: false, flatten: true });
    await attach(true);
    const collect = (session?: string) => this.send('HeapProfiler.collectGarbage', {}, session, COLLECT_MS);
    // the first collection lets go of what the second one collects
    for (let turn = 0; turn < 2; turn++) {
      await Promise.allSettled([collect(), ...[...this.#workers].map(collect)]);
    }
    await attach(false);
    this.#workers.clear();
  }

  /** Calls a method of the protocol, of the page or in a session with a worker. Rejects with what the browser says, or after half a minute. */
  send<Answer = unknown>(
    method: string,
    params: object = {},
    sessionId?: string,
    patience = PATIENCE_MS,
  ): Promise<Answer> {
    const id = ++this.#sent;
    return new Promise((resolve, reject) => {
      const answer = ({ result, error }: Reply) => {
        clearTimeout(timer);
        this.#waiting.delete(id);
        if (error) reject(new Error(`${method}: ${error.message}`));
        else resolve(result as Answer);
      };
      const timer = setTimeout(() => answer({ error: { message: `no answer in ${patience} ms` } }), patience);
      this.#waiting.set(id, answer);
      this.#socket.send(JSON.stringify({ id, method, params, ...(sessionId && { sessionId }) }));
    });
  }

  close(): void {
    this.#socket.close();
  }
}
