/** Finds the browsers that tests and benchmarks drive. */
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { homedir } from 'node:os';
import path from 'node:path';

/** Set one of these to choose the browser. */
const VARIABLES = ['CHROME_PATH', 'BROWSER_PATH', 'PUPPETEER_EXECUTABLE_PATH'];

const programs = ['PROGRAMFILES', 'PROGRAMFILES(X86)', 'LOCALAPPDATA'].flatMap((name) => process.env[name] ?? []);

const CHROMIUM: Partial<Record<NodeJS.Platform, readonly string[]>> = {
  linux: [
    '/usr/bin/chromium',
    '/usr/bin/chromium-browser',
    '/usr/bin/google-chrome',
    '/usr/bin/microsoft-edge',
    '/snap/bin/chromium',
  ],
  darwin: [
    '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
    '/Applications/Chromium.app/Contents/MacOS/Chromium',
    '/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge',
  ],
  win32: programs.flatMap((folder) => [
    path.join(folder, 'Google/Chrome/Application/chrome.exe'),
    path.join(folder, 'Microsoft/Edge/Application/msedge.exe'),
  ]),
};

const FIREFOX: Partial<Record<NodeJS.Platform, readonly string[]>> = {
  linux: ['/usr/bin/firefox', '/usr/bin/firefox-esr', '/snap/bin/firefox'],
  darwin: ['/Applications/Firefox.app/Contents/MacOS/firefox'],
  win32: programs.map((folder) => path.join(folder, 'Mozilla Firefox/firefox.exe')),
};

const isRoot = process.getuid?.() === 0;

/**
 * The path of a Chromium-family browser: an environment variable, an installed one, a downloaded one, or, as root on
 * Debian, one installed now. Throws with what to do where there is none.
 */
export async function findChromium(): Promise<string> {
  for (const name of VARIABLES) {
    const chosen = process.env[name];
    if (!chosen) continue;
    if (existsSync(chosen)) return chosen;
    throw new Error(`${name} is ${chosen}, where there is no browser.`);
  }
  const failures: string[] = [];
  for (const find of [installed, downloaded, fromDebian]) {
    try {
      const found = await find();
      if (found) return found;
    } catch (error) {
      failures.push(error instanceof Error ? error.message : String(error));
    }
  }
  throw new Error(
    ['No browser found: install Chromium, Chrome or Edge, or set CHROME_PATH to one.', ...failures].join('\n  '),
  );
}

/** The path of an installed Firefox; `FIREFOX_PATH` comes first. */
export function findFirefox(): string | undefined {
  const candidates = [process.env.FIREFOX_PATH, ...(FIREFOX[process.platform] ?? [])];
  return candidates.find((candidate) => candidate && existsSync(candidate));
}

/** Arguments that Chromium needs where it runs headless: no sandbox only for root and in CI. */
export function chromiumArguments(): string[] {
  return [
    '--disable-background-networking',
    '--disable-component-update',
    '--disable-sync',
    ...(process.platform === 'linux' ? ['--disable-dev-shm-usage'] : []),
    ...(isRoot || process.env.CI ? ['--no-sandbox'] : []),
  ];
}

async function installed(): Promise<string | undefined> {
  const known = (CHROMIUM[process.platform] ?? []).find((candidate) => existsSync(candidate));
  if (known) return known;
  const { Launcher } = await import('chrome-launcher');
  return Launcher.getInstallations()[0];
}

/** A headless Chrome in Puppeteer's cache; fetches it unless `NO_BROWSER_DOWNLOAD` is set. */
async function downloaded(): Promise<string | undefined> {
  const { Browser, detectBrowserPlatform, getInstalledBrowsers, install, resolveBuildId } = await import(
    '@puppeteer/browsers'
  );
  const cacheDir = path.join(homedir(), '.cache', 'puppeteer');
  const browser = Browser.CHROMEHEADLESSSHELL;
  const cached = (await getInstalledBrowsers({ cacheDir })).find((one) => one.browser === browser);
  if (cached) return cached.executablePath;
  const platform = detectBrowserPlatform();
  if (process.env.NO_BROWSER_DOWNLOAD || !platform) return undefined;
  console.error('No browser installed: downloading chrome-headless-shell');
  const buildId = await resolveBuildId(browser, platform, 'stable');
  return (await install({ browser, buildId, cacheDir })).executablePath;
}

/** Ubuntu's package of that name only points to a snap, so it is left out. */
function fromDebian(): string | undefined {
  const release = '/etc/os-release';
  if (!isRoot || !existsSync(release) || !/^ID=debian$/m.test(readFileSync(release, 'utf8'))) return undefined;
  console.error('No browser installed: installing chromium');
  execFileSync('apt-get', ['update'], { stdio: 'inherit' });
  execFileSync('apt-get', ['install', '-y', '--no-install-recommends', 'chromium'], { stdio: 'inherit' });
  return '/usr/bin/chromium';
}
