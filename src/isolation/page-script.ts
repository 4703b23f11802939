/**
 * The worker's file as a script of the page, `<script src="isolation-worker.js?cache=1"></script>`, for pages without modules: registers itself
 * with the query it has. `ticklaneIsolation` is what became of it.
 */

import { isolate } from './index.js';
import type { Isolation } from './isolation.js';

declare global {
  /** What `isolate` resolves with, where the file is a script of the page. */
  var ticklaneIsolation: Promise<Isolation> | undefined;
}

const { currentScript } = document;
if (currentScript instanceof HTMLScriptElement) {
  globalThis.ticklaneIsolation = isolate({ worker: currentScript.src });
  void globalThis.ticklaneIsolation.then(({ isolated, message }) => {
    if (!isolated) console.info(`ticklane: ${message}`);
  });
}
