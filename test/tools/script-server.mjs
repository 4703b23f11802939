/** A WebSocket server that plays a script of frames to every client, for tests of sources that misbehave. */
import { createServer } from 'node:http';
import { WebSocketServer } from 'ws';

/**
 * @typedef {object} Script
 * @property {(string | { base64: string })[]} [frames] What every client gets, in order: text, or bytes as base64.
 * @property {'connect' | 'message' | 'symbols'} [after] When: upon connect (the default), after the client's first message, or each once the
 *   client has asked for its symbol, as it may ask for several one after another.
 * @property {string | false} [protocol] The sub-protocol to answer with; false refuses whoever asks for one.
 * @property {number} [refuse] Refuse the upgrade with this HTTP status.
 * @property {number} [close] Close with this code after the last frame.
 */

/** Plays frames to a client, each when its symbol has been asked for; takes what the client asks. */
function playAsked(frames, send) {
  const asked = new Set();
  let waiting = [...frames];
  return (message) => {
    for (const symbol of JSON.parse(message).symbols ?? []) asked.add(symbol);
    const isDue = (frame) => asked.has(/"symbol":"([^"]*)"/.exec(frame)?.[1]);
    for (const frame of waiting.filter(isDue)) send(frame);
    waiting = waiting.filter((frame) => !isDue(frame));
  };
}

/** Starts a server on a free loopback port. */
export async function startScriptServer(/** @type {Script} */ script = {}) {
  const { frames = [], after = 'connect', protocol, refuse, close } = script;
  const seen = { connections: 0, open: 0, protocols: [], messages: [] };
  const sockets = new WebSocketServer({
    noServer: true,
    handleProtocols: (asked) => (protocol === undefined ? [...asked][0] : protocol),
  });

  const send = (socket, frame) => socket.send(typeof frame === 'string' ? frame : Buffer.from(frame.base64, 'base64'));
  const play = (socket) => {
    for (const frame of frames) send(socket, frame);
    if (close) socket.close(close);
  };

  const http = createServer((_request, response) => response.writeHead(426).end());
  http.on('upgrade', (request, stream, head) => {
    seen.connections++;
    const asked = request.headers['sec-websocket-protocol'];
    seen.protocols.push(asked ?? '');
    const status = refuse ?? (protocol === false && asked ? 400 : 0);
    if (status) {
      stream.end(`HTTP/1.1 ${status} Refused\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`);
      return;
    }
    sockets.handleUpgrade(request, stream, head, (socket) => {
      seen.open++;
      socket.on('close', () => seen.open--);
      socket.on('error', () => socket.terminate());
      if (after === 'message') socket.once('message', () => play(socket));
      if (after === 'symbols') {
        const ask = playAsked(frames, (frame) => send(socket, frame));
        socket.on('message', (bytes) => ask(bytes.toString()));
      }
      socket.on('message', (bytes, isBinary) => {
        seen.messages.push(isBinary ? { base64: bytes.toString('base64') } : bytes.toString());
      });
      if (after === 'connect') play(socket);
    });
  });

  await new Promise((resolve, reject) => http.once('error', reject).listen(0, '127.0.0.1', resolve));
  return {
    url: `ws://127.0.0.1:${http.address().port}/`,
    /** Counts so far: `connections` attempts, `open` sockets, the `protocols` asked for, the clients' `messages`. */
    seen: () => structuredClone(seen),
    /** Sends more frames to every open client. */
    send(more) {
      for (const socket of sockets.clients) for (const frame of more) send(socket, frame);
    },
    /** Cuts every connection without a closing handshake; new ones are still accepted. */
    drop() {
      for (const socket of sockets.clients) socket.terminate();
    },
    async stop() {
      for (const socket of sockets.clients) socket.terminate();
      http.closeAllConnections();
      await new Promise((resolve) => http.close(resolve));
    },
  };
}
