import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, it } from 'node:test';
import { listFiles, ROOT } from '../../tools/files.ts';

const read = (file: string) => readFileSync(path.join(ROOT, file), 'utf8');

/** The sources with texts that go over several lines as one, and without backslashes before quotes. */
const sources = listFiles('src', /\.ts$/)
  .map(read)
  .join('\n')
  .replace(/(['"`])\s*\+\s*(['"`])/g, '')
  .replaceAll('\\', '');

/** The code of a table's first column: a message, with `…` for what differs. */
const messages = [...read('docs/troubleshooting.md').matchAll(/^\| (.*?) \|/gm)]
  .flatMap(([, cell = '']) => [...cell.matchAll(/`([^`]*)`/g)].map(([, text = '']) => text))
  .filter((text) => text.includes(' '));

describe('docs/troubleshooting.md', () => {
  it('quotes only what the package writes', () => {
    assert.ok(messages.length > 30, `${messages.length} messages`);
    for (const message of messages) {
      for (const part of message.split('…').filter((text) => /[a-z]{2}/.test(text)))
        assert.ok(sources.includes(part.replace(/^\s*"|"\s*$/g, '')), `"${part}" of \`${message}\` is in no source`);
    }
  });

  it('knows every code of a problem', () => {
    const [, union = ''] = /type FeedErrorCode = ([^;]*);/.exec(read('src/feed/protocol.ts')) ?? [];
    const codes = [...union.matchAll(/'(\w+)'/g)].map(([, code]) => code);
    const [, table = ''] = /^\| `code` of `feederror`(.*?)\n\n/ms.exec(read('docs/troubleshooting.md')) ?? [];
    const told = [...table.matchAll(/^\| `(\w+)` \|/gm)].map(([, code]) => code);
    assert.ok(codes.length >= 5);
    assert.deepEqual(told.sort(), codes.sort());
  });
});
