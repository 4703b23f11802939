import { expect } from '@open-wc/testing';
import { startGateway, startScript } from './servers.js';

function next(target: EventTarget, type: string): Promise<MessageEvent & CloseEvent> {
  return new Promise((resolve) => {
    target.addEventListener(type, (event) => resolve(event as MessageEvent & CloseEvent), { once: true });
  });
}

describe('the page of the tests', () => {
  it('is cross-origin isolated', () => {
    expect(self.crossOriginIsolated).to.equal(true);
  });
});

describe('a gateway', () => {
  it('is started with the options that it is given, and stopped', async () => {
    const gateway = await startGateway({ simulate: 3, rate: 100 });
    const socket = new WebSocket(gateway.url);
    await next(socket, 'open');
    socket.send('{"type":"subscribe","symbols":["BTC-USD"]}');
    let answer = { type: 'none' };
    // heartbeats come when they come
    while (answer.type !== 'subscribed') answer = JSON.parse((await next(socket, 'message')).data);
    expect(answer)
      .to.include({ type: 'subscribed', protocol: 1 })
      .and.to.have.property('symbols')
      .that.deep.equals({ 'BTC-USD': 1 });
    expect(await gateway.stats()).to.include({ clients: 1 });
    const closed = next(socket, 'close');
    await gateway.stop();
    expect((await closed).code).to.equal(1001);
  });
});

describe('a script server', () => {
  it('plays its frames upon connect and counts connections', async () => {
    const server = await startScript({ frames: ['hello', { base64: 'AQI=' }], close: 4001 });
    const socket = new WebSocket(server.url);
    socket.binaryType = 'arraybuffer';
    const messages: unknown[] = [];
    socket.onmessage = ({ data }) => messages.push(typeof data === 'string' ? data : [...new Uint8Array(data)]);
    expect((await next(socket, 'close')).code).to.equal(4001);
    expect(messages).to.deep.equal(['hello', [1, 2]]);
    expect((await server.seen()).connections).to.equal(1);
    await server.stop();
  });

  it('waits for the first message where asked to, and sends more later', async () => {
    const server = await startScript({ frames: ['one'], after: 'message' });
    const socket = new WebSocket(server.url);
    await next(socket, 'open');
    socket.send('subscribe');
    expect((await next(socket, 'message')).data).to.equal('one');
    const second = next(socket, 'message');
    await server.send('two');
    expect((await second).data).to.equal('two');
    expect((await server.seen()).messages).to.deep.equal(['subscribe']);
    const closed = next(socket, 'close');
    await server.drop();
    expect((await closed).code).to.equal(1006);
    await server.stop();
  });

  it('refuses a sub-protocol or the whole upgrade where asked to', async () => {
    const strict = await startScript({ protocol: false });
    const closed = await Promise.all([next(new WebSocket(strict.url, 'ticks'), 'close')]);
    expect(closed[0].code).to.equal(1006);
    expect(await strict.seen()).to.deep.include({ open: 0, protocols: ['ticks'] });
    await strict.stop();
    const shut = await startScript({ refuse: 503 });
    expect((await next(new WebSocket(shut.url), 'close')).code).to.equal(1006);
    await shut.stop();
  });
});
