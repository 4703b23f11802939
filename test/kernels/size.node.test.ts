import assert from 'node:assert/strict';
import path from 'node:path';
import { it } from 'node:test';
import { gzipSync } from 'node:zlib';
import { ROOT } from '../../tools/files.ts';
import { compileWat, readWat } from '../../tools/wat.ts';

it('keeps the ticker kernel within 10 KB gzipped, everything in it', async () => {
  const file = 'wat/ticker.wat';
  const binary = await compileWat({ file, ...readWat(path.join(ROOT, file), file), shared: true });
  const size = gzipSync(binary, { level: 9 }).length;
  console.log(`    ${size} bytes`);
  assert.ok(size <= 10_000, `${size} bytes`);
});
