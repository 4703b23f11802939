import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { CaptureError, readCapture } from '../../gateway/capture.js';
import { rawMember } from '../../src/feed/transports/replayed-file.js';
import { captureOf, temporaryFile } from './files.js';

describe('a capture', () => {
  it('keeps the text of received messages exactly, with large ids and trailing zeros', async (test) => {
    const text = '{"id":18239578009413566319, "p":"1.50","n":1.500,"s":"a\\"m\\":1,}","t":[{"m":0}]}';
    const file = await temporaryFile(test, 'exact.jsonl', captureOf([text]));
    assert.deepEqual((await readCapture(file)).messages, [{ at: 0, text }]);
  });

  it('plays bare text as it was, without the quotes of JSON', async (test) => {
    const file = await temporaryFile(test, 'pong.jsonl', captureOf(['"pong"']));
    assert.equal((await readCapture(file)).messages[0]?.text, 'pong');
  });

  it('finds the message wherever it stands in its line', async (test) => {
    const file = await temporaryFile(test, 'order.jsonl', '{ "m" : {"a": [1.0, 2]} , "d":"recv", "t" : 5 }\n');
    assert.equal((await readCapture(file)).messages[0]?.text, '{"a": [1.0, 2]}');
  });

  it('leaves out what was sent, acknowledgements, REST answers and empty lines', async (test) => {
    const lines = [
      '{"t":1,"d":"open","m":"wss://venue.test"}',
      '{"t":1.1,"d":"send","m":{"type":"subscribe"}}',
      '{"t":1.2,"d":"recv","m":{"type":"subscriptions","channels":[]}}',
      '{"t":1.2,"d":"recv","m":{"result":null,"id":1}}',
      '{"t":1.2,"d":"recv","m":{"channelID":1,"event":"subscriptionStatus","pair":"XBT/USD"}}',
      '{"t":1.2,"d":"recv","m":{"event":"subscribe","arg":{"channel":"trades","instId":"BTC-USDT"}}}',
      '{"t":1.2,"d":"recv","m":{"event":"bts:subscription_succeeded","channel":"live_trades_btcusd","data":{}}}',
      '',
      '{"t":1.5,"d":"rest","url":"https://venue.test/book","m":{"bids":[]}}',
      '{"t":2,"d":"recv","m":{"type":"match","product_id":"SKL-USD"}}',
      '{"t":2.25,"d":"recv","m":{"type":"match","product_id":"SKL-EUR"}}',
    ];
    const capture = await readCapture(await temporaryFile(test, 'venue.jsonl', lines.join('\n')));
    assert.deepEqual(capture.messages, [
      { at: 0, text: '{"type":"match","product_id":"SKL-USD"}' },
      { at: 250, text: '{"type":"match","product_id":"SKL-EUR"}' },
    ]);
    assert.deepEqual(capture.symbols, ['SKL-USD', 'SKL-EUR']);
    assert.equal(capture.duration, 250);
  });

  it('lists the symbols of every known venue as the venue writes them', async (test) => {
    const messages = [
      '{"stream":"btcusdt@aggTrade","data":{"s":"BTCUSDT"}}',
      '{"arg":{"channel":"trades","instId":"BTC-USD-SWAP"},"data":[]}',
      '[337,[["1","2"]],"trade","XBT/USD"]',
      '{"event":"trade","channel":"live_trades_btcusd","data":{}}',
      '{"T":"t","symbol":"AAPL"}',
      '{"event":"heartbeat"}',
      '7',
    ];
    const capture = await readCapture(await temporaryFile(test, 'symbols.jsonl', captureOf(messages)));
    assert.deepEqual(capture.symbols, ['BTCUSDT', 'BTC-USD-SWAP', 'XBT/USD', 'btcusd', 'AAPL']);
  });

  it('keeps the order of lines where the clock stepped back', async (test) => {
    const file = await temporaryFile(test, 'back.jsonl', '{"t":9,"d":"recv","m":1}\n{"t":8,"d":"recv","m":2}\n');
    assert.deepEqual((await readCapture(file)).messages, [
      { at: 0, text: '1' },
      { at: 0, text: '2' },
    ]);
  });

  const good = captureOf(['1', '2']);
  const mistakes: readonly (readonly [title: string, content: string, message: RegExp])[] = [
    ['malformed JSON', `${good}{"t":1,"d"\n`, /bad\.jsonl:3:11: malformed JSON/],
    ['a line that is no object', `${good}[1]\n`, /bad\.jsonl:3: expected an object/],
    ['a time that is text', '{"t":"1","d":"recv","m":1}', /bad\.jsonl:1: "t" must be/],
    ['an unknown direction', '{"t":1,"d":"in","m":1}', /bad\.jsonl:1: "d" must be one of open, send, recv, rest/],
    ['a missing message', `\n${good}{"t":1,"d":"recv"}`, /bad\.jsonl:4: "m", the message, is missing/],
    [
      'nothing to play',
      '{"t":1,"d":"open","m":"wss://venue.test"}',
      /bad\.jsonl: no received message to replay in 1 lines/,
    ],
  ];
  for (const [title, content, message] of mistakes) {
    it(`is refused for ${title}, by file and line`, async (test) => {
      const file = await temporaryFile(test, 'bad.jsonl', content);
      await assert.rejects(readCapture(file), (error) => error instanceof CaptureError && message.test(error.message));
    });
  }

  it('is refused where there is no such file', async () => {
    await assert.rejects(readCapture('/nowhere/none.jsonl'), { name: 'CaptureError', message: /none\.jsonl.*ENOENT/ });
  });
});

describe('the text of a member', () => {
  it('is the text that JSON.parse would read, for any object', () => {
    const key = fc.constantFrom('m', 't', '', 'a"b', '\\', 'd:', '}');
    fc.assert(
      fc.property(fc.dictionary(key, fc.jsonValue()), fc.constantFrom(0, 1, 3), (object, indent) => {
        const text = JSON.stringify(object, null, indent);
        for (const name of Object.keys(object)) {
          assert.deepEqual(JSON.parse(rawMember(text, name) as string), JSON.parse(JSON.stringify(object[name])));
        }
        assert.equal(rawMember(text, 'absent'), undefined);
      }),
    );
  });
});
