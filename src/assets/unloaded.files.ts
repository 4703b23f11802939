import { assetBase } from './base.js';

/** Why a worker may not load, which browsers do not say. */
export function unloaded(): string {
  const { origin } = new URL(assetBase());
  if (origin !== globalThis.origin) {
    return `its script did not load: workers must come from ${globalThis.origin}, not ${origin} (see setAssetBase)`;
  }
  const headers = globalThis.crossOriginIsolated ? ' with Cross-Origin-Embedder-Policy' : '';
  return `its script did not load from ${assetBase()} (is the folder there${headers}? does worker-src of the CSP allow 'self'?)`;
}
