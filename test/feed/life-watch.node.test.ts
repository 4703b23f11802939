import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, it, mock } from 'node:test';
import { LifeWatch } from '../../src/feed/life-watch.js';

describe("a connection's watch, by a clock of the test's own", () => {
  const lost: string[] = [];
  let watch: LifeWatch;
  beforeEach(() => {
    mock.timers.enable({ apis: ['setTimeout', 'setInterval'] });
    lost.length = 0;
    watch = new LifeWatch({
      staleAfter: 3_600_000,
      excused: false,
      calm: false,
      stale: () => {},
      lost: (reason) => void lost.push(reason),
    });
  });
  afterEach(() => {
    watch.close();
    mock.timers.reset();
  });

  it('takes five seconds without an answer to the heartbeat for a loss', () => {
    const sent: string[] = [];
    watch.stand({ every: 20_000, message: () => 'ping' }, (message) => void sent.push(String(message)));
    mock.timers.tick(20_000);
    assert.deepEqual([sent, lost], [['ping'], []]);
    mock.timers.tick(4_999);
    assert.deepEqual(lost, []);
    mock.timers.tick(1);
    assert.deepEqual(lost, ['no answer to the heartbeat']);
  });

  it('takes whatever comes for the answer', () => {
    watch.stand({ every: 20_000, message: () => 'ping' }, () => {});
    for (let beat = 0; beat < 5; beat++) {
      mock.timers.tick(20_000);
      watch.hear();
    }
    mock.timers.tick(19_999);
    assert.deepEqual(lost, []);
  });

  it('expects none to a heartbeat that has none', () => {
    watch.stand({ every: 20_000, message: () => 'ping', answered: false }, () => {});
    mock.timers.tick(200_000);
    assert.deepEqual(lost, []);
  });

  it('looks no more once it is closed', () => {
    watch.begin();
    watch.expect('the network was away');
    watch.close();
    mock.timers.tick(100_000);
    assert.deepEqual(lost, []);
  });
});
