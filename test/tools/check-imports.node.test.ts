import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { checkAllImports, checkImports } from '../../tools/check-imports.ts';

const reasons = (file: string, source: string) => checkImports(file, source).map(({ reason }) => reason);

describe('the import rules', () => {
  const allowed: [string, string][] = [
    ['src/feed/client.ts', `import { TICK } from '../memory/layout.js'; import * as comlink from 'comlink';`],
    ['src/kernels/ticker.ts', `import kernel from '../../wat/ticker.wat';`],
    ['src/elements/data-feed/data-feed.ts', `import { html } from 'lit/html.js'; import '../../feed/client.js';`],
    ['src/runtime/dedicated.ts', `new Worker(new URL('./host.worker.ts', import.meta.url));`],
    ['src/runtime/spawn.inline.ts', `import address from './host.worker.ts?blob';`],
    ['src/index.ts', `export * from './elements/data-feed/data-feed.js';`],
    ['src/feed/transports/nats.ts', `import { wsconnect } from '@nats-io/nats-core';`],
    ['src/feed/transports/mqtt.ts', `import mqtt from 'mqtt';`],
    ['src/transports/nats.ts', `import { pageTransports } from '../feed/page-transports.js';`],
    ['src/feed/feed-session.ts', `import { MarketTableWriter } from '../table/market-table-writer.js';`],
    ['src/table/cover.ts', `import '../kernels/table-instance.js'; import '../memory/views.js';`],
    ['src/bindings/vue.ts', `import { ref } from 'vue'; import type { A } from '../elements/a/a.js';`],
    ['src/bindings/a.ts', `import { feeds } from '../elements/shared/find-feed.js';`],
    ['src/elements/a/a.ts', `// new Worker('x')\nconst text = "import './b.ts'";`],
  ];
  for (const [file, source] of allowed) {
    it(`let ${file} have ${source}`, () => assert.deepEqual(reasons(file, source), []));
  }

  const refused: [string, string, RegExp][] = [
    ['src/memory/ring.ts', `import '../market/tick.js';`, /memory must not import market/],
    ['src/feed/client.ts', `import type { Host } from '../runtime/host.js';`, /feed must not import runtime/],
    ['src/runtime/host.ts', `export { a } from '../feed/client.js';`, /runtime must not import feed/],
    ['src/frame/loop.ts', `const lit = await import('lit');`, /frame must not import the package lit/],
    ['src/feed/client.ts', `import { html } from 'lit';`, /feed must not import the package lit/],
    ['src/feed/client.ts', `import '@nats-io/nats-core';`, /feed must not import the package @nats-io\/nats-core/],
    ['src/feed/transports/nats.ts', `import 'mqtt';`, /feed must not import the package mqtt/],
    ['src/table/cover.ts', `import '../feed/client.js';`, /table must not import feed/],
    ['src/elements/a/a.ts', `import '../../feed/codecs/json.js';`, /must not import src\/feed\/codecs\/json\.ts/],
    ['src/elements/a/a.ts', `import '../../feed/feed.worker.js';`, /must not import src\/feed\/feed\.worker\.ts/],
    ['src/elements/a/a.ts', `new Worker('./a.js');`, /workers are started by/],
    ['src/runtime/a.ts', `import '../../gateway/server.js';`, /src\/ must not import gateway\/server\.ts/],
    ['src/runtime/a.ts', `import '../../wat/ticker.wat';`, /only kernels import \.wat/],
    ['src/runtime/a.ts', `import './b.ts';`, /suffix \.js/],
    ['src/runtime/a.ts', `import '../index.js';`, /must not import src\/index\.ts/],
    [
      'src/bindings/a.ts',
      `import { A } from '../elements/a/a.js';`,
      /bindings take only types of src\/elements\/a\/a\.ts/,
    ],
    ['src/bindings/a.ts', `import '../elements/a/define.js';`, /bindings take only types/],
    ['src/bindings/a.ts', `import '../runtime/page.js';`, /bindings must not import runtime/],
    ['src/misc/a.ts', `import './b.js';`, /src\/misc\/ is no room/],
  ];
  for (const [file, source, expected] of refused) {
    it(`refuse ${file} ${source}`, () => {
      const [reason = 'nothing', ...more] = reasons(file, source);
      assert.match(reason, expected);
      assert.deepEqual(more, []);
    });
  }

  it('name the line', () => {
    assert.equal(checkImports('src/memory/a.ts', `import './b.js';\n\nimport '../feed/client.js';`)[0]?.line, 3);
  });

  it('hold in src', () => assert.deepEqual(checkAllImports().violations, []));
});
