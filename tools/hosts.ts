/** The apps below `hosts/`: how the packed kit gets into them, and how each is checked and built. */
import { copyFileSync, existsSync, readFileSync, renameSync, statSync } from 'node:fs';
import path from 'node:path';
import { run } from './command.ts';
import { ROOT } from './files.ts';

/** The folder that has a folder for each. */
export const HOSTS = path.join(ROOT, 'hosts');

/** The packed kit, which each host's package.json names. */
const TARBALL = path.join(HOSTS, 'ticklane.tgz');

/** An app, by the name of its folder. */
export interface Host {
  readonly name: string;
  /** Has a framework with a state, and tickers in it. */
  readonly bound: boolean;
  /** The folders of its pages, by what to call them; relative to `hosts/`, which is served as it is. */
  readonly pages: Readonly<Record<string, string>>;
  /** The component whose text a developer changes while Vite serves it, of those hosts where that is tried. */
  readonly edited?: string;
  /** Has a server of its own, which renders its page: `/`, and isolated at `/isolated`. */
  readonly renders?: true;
}

export const APPS: readonly Host[] = [
  { name: 'plain', bound: false, pages: { plain: 'plain' } },
  { name: 'bundlers', bound: false, pages: { webpack: 'bundlers/dist/webpack', esbuild: 'bundlers/dist/esbuild' } },
  { name: 'react', bound: true, pages: { react: 'react/dist' }, edited: 'src/market.tsx' },
  { name: 'vue', bound: true, pages: { vue: 'vue/dist' }, edited: 'src/market.vue' },
  { name: 'svelte', bound: true, pages: { svelte: 'svelte/dist' } },
  {
    name: 'angular',
    bound: true,
    pages: {
      'angular without zone': 'angular/dist/zoneless/browser',
      'angular with zone': 'angular/dist/zone/browser',
    },
  },
  { name: 'next', bound: true, pages: {}, renders: true },
];

/** Where a host's files are. */
export const inHost = (host: string, ...names: readonly string[]): string => path.join(HOSTS, host, ...names);

/** Packs what is built as npm would publish it, or takes what was packed before. */
export async function pack(packed?: string): Promise<void> {
  if (packed) return copyFileSync(packed, TARBALL);
  const printed = await run('npm', ['pack', '--silent', '--pack-destination', HOSTS]);
  renameSync(path.join(HOSTS, printed.trim().split('\n').at(-1) as string), TARBALL);
}

/** Whether a host's package.json has a script of that name. */
export function hasScript(host: string, name: string): boolean {
  const { scripts = {} } = JSON.parse(readFileSync(inHost(host, 'package.json'), 'utf8'));
  return name in scripts;
}

/** Runs one of npm's commands in a host's folder; throws with what it printed where it fails. */
export async function npm(host: string, ...args: readonly string[]): Promise<void> {
  // Vite sets it in this process: for production npm would install less, and for development builds would be others
  const env = { NODE_ENV: undefined, NG_CLI_ANALYTICS: 'false', NEXT_TELEMETRY_DISABLED: '1' };
  await run('npm', ['--prefix', inHost(host), ...args], env);
}

/** Time of a file's last change, ms; 0: there is none. */
const changed = (file: string): number => (existsSync(file) ? statSync(file).mtimeMs : 0);

/**
 * Installs what a host needs, and the packed kit into it as its users would. What the same lock file has installed before stays, as
 * some of these frameworks are large.
 */
export async function install(host: string): Promise<void> {
  const quiet = ['--no-audit', '--no-fund'];
  const before = changed(inHost(host, 'node_modules/.package-lock.json'));
  if (before < changed(inHost(host, 'package-lock.json'))) await npm(host, 'ci', ...quiet);
  await npm(host, 'install', '--no-save', ...quiet, TARBALL);
}
