import { WebSocket } from 'ws';

/** Longest that the browser may take for an answer, ms. */
const PATIENCE_MS = 30_000;

interface Reply {
  readonly id?: number;
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
  #sent = 0;

  private constructor(socket: WebSocket) {
    this.#socket = socket;
    socket.on('message', (message) => {
      const reply = JSON.parse(String(message)) as Reply;
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

  /** Calls a method of the protocol. Rejects with what the browser says, or after half a minute. */
  send<Answer = unknown>(method: string, params: object = {}): Promise<Answer> {
    const id = ++this.#sent;
    return new Promise((resolve, reject) => {
      const answer = ({ result, error }: Reply) => {
        clearTimeout(timer);
        this.#waiting.delete(id);
        if (error) reject(new Error(`${method}: ${error.message}`));
        else resolve(result as Answer);
      };
      const timer = setTimeout(() => answer({ error: { message: `no answer in ${PATIENCE_MS} ms` } }), PATIENCE_MS);
      this.#waiting.set(id, answer);
      this.#socket.send(JSON.stringify({ id, method, params }));
    });
  }

  close(): void {
    this.#socket.close();
  }
}
