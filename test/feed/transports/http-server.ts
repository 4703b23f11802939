import { once } from 'node:events';
import { createServer, type IncomingMessage, type RequestListener, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { TestContext } from 'node:test';

export interface HttpServer {
  readonly url: string;
  /** The requests so far, and their answers. */
  readonly requests: readonly IncomingMessage[];
  readonly answers: readonly ServerResponse[];
}

/** A server on loopback that answers as the test says, for as long as the test runs. */
export async function serve(test: TestContext, answer: RequestListener): Promise<HttpServer> {
  const requests: IncomingMessage[] = [];
  const answers: ServerResponse[] = [];
  const server = createServer((request, response) => {
    requests.push(request);
    answers.push(response);
    answer(request, response);
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  test.after(() => {
    server.closeAllConnections();
    server.close();
  });
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`, requests, answers };
}

/** Answers with a body that is whole. */
export function respond(
  status: number,
  type: string | undefined,
  body: string | Uint8Array = '',
  headers: object = {},
): RequestListener {
  return (_request, response) => {
    response.writeHead(status, { ...(type === undefined ? {} : { 'Content-Type': type }), ...headers });
    response.end(body);
  };
}
