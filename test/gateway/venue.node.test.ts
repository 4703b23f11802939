import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { Venue } from '../../gateway/venue.js';

/** What a fresh venue says to these requests, one after the other. */
function conversation(...requests: readonly (object | string)[]) {
  const venue = new Venue();
  return requests.map((request) => venue.answer(typeof request === 'string' ? request : JSON.stringify(request)));
}

function accepted(...messages: readonly object[]) {
  return { replies: messages.map((message) => JSON.stringify(message)), subscribes: true };
}

function said(...messages: readonly object[]) {
  return { ...accepted(...messages), subscribes: false };
}

describe('a venue', () => {
  it('of Coinbase acknowledges everything subscribed so far', () => {
    const [level2, matches, rest] = conversation(
      { type: 'subscribe', product_ids: ['SKL-USD', 'SKL-BTC'], channels: ['level2'] },
      { type: 'subscribe', product_ids: ['SKL-USD'], channels: [{ name: 'matches', product_ids: ['YFI-BTC'] }] },
      { type: 'unsubscribe', product_ids: ['SKL-USD', 'SKL-BTC'], channels: ['level2'] },
    );
    const both = { name: 'level2', product_ids: ['SKL-USD', 'SKL-BTC'] };
    const own = { name: 'matches', product_ids: ['YFI-BTC'] };
    assert.deepEqual(level2, accepted({ type: 'subscriptions', channels: [both] }));
    assert.deepEqual(matches, accepted({ type: 'subscriptions', channels: [both, own] }));
    assert.deepEqual(rest, said({ type: 'subscriptions', channels: [own] }));
  });

  it('of Coinbase refuses a subscribe without channels', () => {
    for (const channels of [undefined, [], 'ticker', [1]]) {
      const [answer] = conversation({ type: 'subscribe', product_ids: ['SKL-USD'], channels });
      assert.equal(answer?.subscribes, false);
      assert.match(answer?.replies[0] ?? '', /"type":"error","message":"Failed to subscribe","reason":/);
    }
  });

  it('of Binance answers with the request id, and refuses parameters that are no list', () => {
    assert.deepEqual(
      conversation(
        { method: 'SUBSCRIBE', params: ['btcusdt@trade'], id: 312 },
        { method: 'UNSUBSCRIBE', params: ['btcusdt@trade'], id: 'x' },
        { method: 'SUBSCRIBE', params: 'btcusdt@trade', id: 1 },
      ),
      [
        accepted({ result: null, id: 312 }),
        said({ result: null, id: 'x' }),
        said({ error: { code: 2, msg: 'Invalid request: params must be a list of strings' }, id: 1 }),
      ],
    );
  });

  it('of Kraken acknowledges pair by pair', () => {
    const subscription = { name: 'trade' };
    const status = { channelName: 'trade', event: 'subscriptionStatus' };
    assert.deepEqual(
      conversation({ event: 'subscribe', pair: ['XBT/USD', 'XMR/USD'], subscription }, { event: 'ping', reqid: 4 }),
      [
        accepted(
          { ...status, pair: 'XBT/USD', status: 'subscribed', subscription },
          { ...status, pair: 'XMR/USD', status: 'subscribed', subscription },
        ),
        said({ event: 'pong', reqid: 4 }),
      ],
    );
  });

  it('of Kraken v2 acknowledges symbol by symbol, and pings', () => {
    const params = { channel: 'trade', symbol: ['X/USD', 'Y/USD'], snapshot: true };
    const answer = (method: string, symbol: string) => ({
      method,
      result: { channel: 'trade', symbol, snapshot: true },
      success: true,
      req_id: 5,
    });
    const [subscribed, left, instruments, pong, refused] = conversation(
      { method: 'subscribe', params, req_id: 5 },
      { method: 'unsubscribe', params: { ...params, symbol: ['Y/USD'] }, req_id: 5 },
      { method: 'subscribe', params: { channel: 'instrument' } },
      { method: 'ping' },
      { method: 'subscribe', params: { channel: 'trade', symbol: 'X/USD' } },
    );
    assert.deepEqual(subscribed, accepted(answer('subscribe', 'X/USD'), answer('subscribe', 'Y/USD')));
    assert.deepEqual(left, said(answer('unsubscribe', 'Y/USD')));
    assert.deepEqual(instruments, accepted({ method: 'subscribe', result: { channel: 'instrument' }, success: true }));
    assert.deepEqual(pong, said({ method: 'pong' }));
    assert.match(refused?.replies[0] as string, /"success":false/);
  });

  it('of Alpaca and of Polygon takes any login, and acknowledges', () => {
    const status = (word: string, message: string) => [{ ev: 'status', status: word, message }];
    assert.deepEqual(
      conversation(
        { action: 'auth', key: 'k', secret: 's' },
        { action: 'subscribe', trades: ['X'], quotes: ['X', 'Y'] },
        { action: 'auth', params: 'k' },
        { action: 'subscribe', params: 'T.X,Q.X' },
      ),
      [
        said([{ T: 'success', msg: 'authenticated' }]),
        accepted([{ T: 'subscription', trades: ['X'], quotes: ['X', 'Y'], bars: [] }]),
        said(status('auth_success', 'authenticated')),
        accepted(status('success', 'subscribed to: T.X'), status('success', 'subscribed to: Q.X')),
      ],
    );
  });

  it('of Bitstamp acknowledges its channel', () => {
    const data = { channel: 'live_trades_btcusd' };
    assert.deepEqual(conversation({ event: 'bts:heartbeat' }), [
      said({ event: 'bts:heartbeat', channel: '', data: { status: 'success' } }),
    ]);
    assert.deepEqual(conversation({ event: 'bts:subscribe', data }, { event: 'bts:unsubscribe', data }), [
      accepted({ event: 'bts:subscription_succeeded', channel: 'live_trades_btcusd', data: {} }),
      said({ event: 'bts:unsubscription_succeeded', channel: 'live_trades_btcusd', data: {} }),
    ]);
  });

  it('of OKX acknowledges each argument and answers a bare ping', () => {
    const arg = { channel: 'trades', instId: 'BTC-USDT' };
    const [subscribed, pong] = conversation({ op: 'subscribe', args: [arg] }, 'ping');
    assert.deepEqual(subscribed, accepted({ event: 'subscribe', arg }));
    assert.deepEqual(pong, { replies: ['pong'], subscribes: false });
  });

  it('of Bybit acknowledges all arguments at once', () => {
    assert.deepEqual(conversation({ op: 'subscribe', args: ['publicTrade.BTCUSDT'], req_id: 'r1' }, { op: 'ping' }), [
      accepted({ success: true, ret_msg: '', op: 'subscribe', req_id: 'r1' }),
      said({ success: true, ret_msg: 'pong', op: 'ping' }),
    ]);
  });

  it('that nobody knows takes any request for a subscribe, without an answer', () => {
    assert.deepEqual(conversation({ hello: 'market' }), [{ replies: [], subscribes: true }]);
  });
});
