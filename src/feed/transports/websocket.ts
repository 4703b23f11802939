import type { OpenTransport } from '../transport.js';

/** Close codes that say that another attempt would end alike: protocol error, unacceptable data, policy, missing extension (RFC 6455, 7.4.1). */
const HOPELESS = [1002, 1003, 1008, 1010];

/** The connection was lost, and nobody said why (RFC 6455, 7.1.5). */
const ABNORMAL = 1006;

/** What a sub-protocol is made of (RFC 9110, 5.6.2). */
const TOKEN = /^[\w!#$%&'*+.^`|~-]+$/;

/** A WebSocket connection, text and binary. */
export const openWebSocket: OpenTransport = ({ url, shown, protocols, headers }, events) => {
  if (Object.keys(headers).length > 0) {
    throw new TypeError(
      'a WebSocket cannot send headers: put the token into its url, its protocols or a first message',
    );
  }
  let socket: WebSocket;
  try {
    socket = new WebSocket(url, protocols as string[]);
  } catch (error) {
    throw new TypeError(`cannot open a WebSocket to "${shown}": ${refusalOf(url, shown, protocols, error as Error)}`);
  }
  socket.binaryType = 'arraybuffer';
  let opened = false;
  socket.onopen = () => {
    opened = true;
    events.opened();
  };
  // a close event follows and says as much; but where a policy of the page forbids the address, Chromium fires none in a worker
  socket.onerror = () => void setTimeout(() => ended({ code: ABNORMAL, reason: '' }));
  socket.onmessage = (event: MessageEvent<string | ArrayBuffer>) => events.frame(event.data);
  const ended = ({ code, reason }: Pick<CloseEvent, 'code' | 'reason'>) => {
    if (!socket.onclose) return;
    socket.onclose = null;
    const why = reason ? ` ("${reason}")` : '';
    if (opened) {
      events.ended({ reason: `${shown} closed with code ${code}${why}`, again: !HOPELESS.includes(code) });
    } else {
      // a browser does not tell a page why a connection never stood
      const refused = protocols.length > 0 ? ', or it accepts none of the sub-protocols' : '';
      events.ended({ reason: `no connection to ${shown}: nobody answers, the server refuses${refused}`, again: true });
    }
  };
  socket.onclose = ended;
  return {
    send: (message) => socket.send(message),
    close() {
      socket.onopen = socket.onmessage = socket.onclose = null;
      socket.close();
    },
  };
};

/** Why there is no socket. A browser quotes what it does not like: only the page's own address may be shown, as others hold tokens. */
function refusalOf(url: string, shown: string, protocols: readonly string[], error: Error): string {
  const wrong = protocols.findIndex((protocol, index) => !TOKEN.test(protocol) || protocols.indexOf(protocol) < index);
  if (wrong >= 0) return `sub-protocol ${wrong + 1} is offered twice, or has characters that are not allowed`;
  return url === shown ? error.message : 'its address is not valid, as it was given before connecting';
}
