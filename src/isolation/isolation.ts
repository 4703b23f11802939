import type { EmbedderPolicy, Keeping, ResourcePolicy } from './settings.js';

/** Where the worker is, and what it does. */
export interface IsolationOptions {
  /**
   * Address of the worker's file, on the page's own origin; `isolation-worker.js` beside the page unless said otherwise. It serves the pages
   * of its own folder and those below. Its query may have the other options, `?embedder=credentialless&cache=1`.
   */
  readonly worker?: string | URL;
  /** Serves the pages of this folder only; a larger one than the file's needs the header `Service-Worker-Allowed`, which hosts without headers do not send. */
  readonly scope?: string | URL;
  /** `require-corp`, the default: from other origins only what allows it; `credentialless`: everything, without cookies. Safari has no `credentialless`. */
  readonly embedder?: EmbedderPolicy;
  /** Who may frame these pages in isolated ones of their own; `same-origin` unless said otherwise. A header of the host's own stays. */
  readonly resource?: ResourcePolicy;
  /** `true`: keeps pages and the files of this package for starts without a network; `'all'`: also the page's own scripts, styles, fonts and images. */
  readonly cache?: boolean | Exclude<Keeping, 'none' | 'kit'>;
  /** `false`: does not load the page once more where that would isolate it; the next visit will be. */
  readonly reload?: boolean;
}

/** Why a page is not isolated, or why the worker does not serve it. */
export type IsolationReason =
  /** It is being loaded once more: do not begin anything. */
  | 'reloading'
  /** The worker is there; the next load of the page will be isolated. */
  | 'installed'
  /** Neither https nor localhost. */
  | 'insecure'
  /** The browser has no service workers, or none here. */
  | 'unsupported'
  /** It is in a frame: the outer page decides. */
  | 'framed'
  /** The worker serves other folders. */
  | 'outside'
  /** Another service worker has these pages. */
  | 'occupied'
  /** The browser did not take the worker. */
  | 'refused'
  /** The page was loaded past the worker, also when it was loaded once more. */
  | 'bypassed'
  /** The worker served the page, and the browser does not isolate it. */
  | 'ineffective';

export interface Isolation {
  /** Whether the page is cross-origin isolated now. */
  readonly isolated: boolean;
  /** Null: nothing is wrong. */
  readonly reason: IsolationReason | null;
  /** The reason in words, for the page's engineer; empty: nothing is wrong. */
  readonly message: string;
}

/** Each reason in words. `detail`: what the browser said, or an address. */
export const MESSAGES: Readonly<Record<IsolationReason, (detail: string) => string>> = {
  reloading: () => 'the page is loaded once more, to become isolated',
  installed: () => 'the worker is there: the next load of the page will be isolated',
  insecure: () => 'the page is not secure: serve it with https or from localhost',
  unsupported: () => 'there are no service workers here: some browsers have none in private windows',
  framed: () =>
    'the page is in a frame: the outer page must be isolated, and allow="cross-origin-isolated" on the frame',
  outside: (scope) => `the worker serves ${scope} only: put its file into the folder of the page, or above`,
  occupied: (other) => `the page has another service worker, ${other}: let that one add the headers`,
  refused: (why) => `the worker was refused: ${why}`,
  bypassed: () => 'the page was loaded past the worker: a hard reload or developer tools do so; load it again',
  ineffective: (embedder) =>
    `the worker sent "Cross-Origin-Embedder-Policy: ${embedder}", and the page is not isolated${
      embedder === 'credentialless' ? ': Safari does not know it' : ': the browser has no isolation, or forbids it here'
    }`,
};

export const ISOLATED: Isolation = Object.freeze({ isolated: true, reason: null, message: '' });

/** A page that is not isolated, and why. */
export function notIsolated(reason: IsolationReason, detail = ''): Isolation {
  return Object.freeze({ isolated: false, reason, message: MESSAGES[reason](detail) });
}
