/** A WebSocket client that costs next to nothing: it counts what comes and answers pings, and looks at no message. */
import { connect, type Socket } from 'node:net';

const OPCODE = { TEXT: 1, CLOSE: 8, PING: 9, PONG: 10 } as const;
/** Sent by a client, bytes are masked; a mask of zeros leaves them as they are. */
const MASK = Buffer.alloc(4);

export interface QuietSocketOptions {
  readonly port: number;
  /** Address to connect from: each has ports of its own. */
  readonly from: string;
  /** Sent once the connection stands. */
  readonly message: string;
}

export class QuietSocket {
  frames = 0;
  bytes = 0;
  readonly #socket: Socket;
  #rest = Buffer.alloc(0);
  /** Bytes of a long frame that are still to come. */
  #left = 0;

  private constructor(socket: Socket) {
    this.#socket = socket;
  }

  /** Rejects where the handshake is refused, fails, or takes longer than `patience` ms. */
  static open({ port, from, message }: QuietSocketOptions, patience = 10_000): Promise<QuietSocket> {
    return new Promise((resolve, reject) => {
      const socket = connect({ port, host: '127.0.0.1', localAddress: from });
      const client = new QuietSocket(socket);
      const fail = (error: Error) => {
        clearTimeout(impatience);
        socket.destroy();
        reject(error);
      };
      const impatience = setTimeout(() => fail(new Error(`no handshake within ${patience} ms`)), patience);
      socket.setNoDelay(true);
      socket.once('error', fail);
      socket.once('connect', () => {
        socket.write(
          'GET /ws HTTP/1.1\r\nHost: bench\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n' +
            'Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: MDEyMzQ1Njc4OWFiY2RlZg==\r\n\r\n',
        );
      });
      socket.once('data', (answer) => {
        clearTimeout(impatience);
        const head = answer.indexOf('\r\n\r\n');
        if (!answer.toString('latin1', 0, 12).endsWith(' 101') || head < 0) {
          return fail(new Error(`refused: ${answer.toString('latin1', 0, 200)}`));
        }
        socket.off('error', fail);
        socket.on('error', () => socket.destroy());
        socket.on('data', (chunk) => client.#take(chunk));
        client.#take(answer.subarray(head + 4));
        client.#send(OPCODE.TEXT, Buffer.from(message));
        resolve(client);
      });
    });
  }

  get closed(): boolean {
    return this.#socket.destroyed || this.#socket.readyState !== 'open';
  }

  /** Reads no more. */
  stall(): void {
    this.#socket.pause();
  }

  close(): void {
    this.#socket.destroy();
  }

  #take(chunk: Buffer): void {
    this.bytes += chunk.length;
    if (this.#left >= chunk.length) {
      this.#left -= chunk.length;
      return;
    }
    const fresh = chunk.subarray(this.#left);
    const data = this.#rest.length > 0 ? Buffer.concat([this.#rest, fresh]) : fresh;
    this.#left = 0;
    let at = 0;
    while (at + 2 <= data.length) {
      const opcode = (data[at] as number) & 0x0f;
      let length = (data[at + 1] as number) & 0x7f;
      const header = length === 126 ? 4 : length === 127 ? 10 : 2;
      if (at + header > data.length) break;
      if (length === 126) length = data.readUInt16BE(at + 2);
      else if (length === 127) length = Number(data.readBigUInt64BE(at + 2));
      const end = at + header + length;
      if (opcode >= OPCODE.CLOSE && end > data.length) break;
      if (opcode === OPCODE.PING) this.#send(OPCODE.PONG, data.subarray(at + header, end));
      else if (opcode === OPCODE.CLOSE) this.#socket.end();
      else this.frames++;
      at = end;
    }
    if (at > data.length) this.#left = at - data.length;
    this.#rest = Buffer.from(data.subarray(Math.min(at, data.length)));
  }

  /** At most 65,535 bytes. */
  #send(opcode: number, payload: Buffer): void {
    const small = payload.length < 126;
    const header = Buffer.alloc(small ? 2 : 4);
    header[0] = 0x80 | opcode;
    header[1] = 0x80 | (small ? payload.length : 126);
    if (!small) header.writeUInt16BE(payload.length, 2);
    this.#socket.write(Buffer.concat([header, MASK, payload]));
  }
}
