/** `ticklane/external`: what `ticklane` is, with workers and kernels as files beside it, for a strict Content-Security-Policy. */
export { setAssetBase } from './assets/base.js';
export * from './index.js';
