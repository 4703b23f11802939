/**
 * Launches WebKitGTK's MiniBrowser for @web/test-runner through its WebDriver. Debian: `apt-get install webkit2gtk-driver xvfb`; elsewhere
 * set WEBKIT_DRIVER and WEBKIT_BROWSER.
 */
import { spawn } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { createServer } from 'node:net';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';

const ANSWER_TIMEOUT = 30_000;

/** Driver and browser; undefined where one of them is missing. */
export function findWebKit() {
  const driver = process.env.WEBKIT_DRIVER ?? '/usr/bin/WebKitWebDriver';
  const browser = process.env.WEBKIT_BROWSER ?? findMiniBrowser();
  return existsSync(driver) && browser ? { driver, browser } : undefined;
}

function findMiniBrowser() {
  for (const folder of ['/usr/lib/x86_64-linux-gnu', '/usr/lib/aarch64-linux-gnu', '/usr/libexec', '/usr/lib']) {
    if (!existsSync(folder)) continue;
    const candidates = readdirSync(folder).map((name) => path.join(folder, name, 'MiniBrowser'));
    const found = candidates.find((candidate) => /webkit2?gtk-/.test(candidate) && existsSync(candidate));
    if (found) return found;
  }
  return undefined;
}

function freePort() {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject).listen(0, '127.0.0.1', () => {
      const { port } = server.address();
      server.close(() => resolve(port));
    });
  });
}

/** The driver, a display where there is none, and one WebDriver session. */
class WebKitSession {
  #children = [];
  #base = '';

  async open({ driver, browser }) {
    // Without it WebKitGTK reports isolation and yet refuses to post a shared memory.
    const env = { ...process.env, JSC_useSharedArrayBuffer: '1' };
    if (!env.DISPLAY && !env.WAYLAND_DISPLAY) env.DISPLAY = await this.#startDisplay();
    const port = await freePort();
    this.#spawn(driver, [`--port=${port}`], { env, stdio: 'ignore' });
    this.#base = `http://127.0.0.1:${port}`;
    await this.#untilReady();
    const options = { binary: browser, args: ['--automation'] };
    const capabilities = { alwaysMatch: { browserName: 'MiniBrowser', 'webkitgtk:browserOptions': options } };
    const session = await this.call('POST', '/session', { capabilities });
    this.#base += `/session/${session.sessionId}`;
    return session.capabilities.browserVersion;
  }

  async close() {
    await this.call('DELETE', '').catch((error) => console.error(`WebKit did not close: ${error.message}`));
    for (const child of this.#children.reverse()) child.kill();
  }

  async call(method, command, body) {
    const response = await fetch(this.#base + command, {
      method,
      headers: { 'content-type': 'application/json' },
      body: body && JSON.stringify(body),
      signal: AbortSignal.timeout(ANSWER_TIMEOUT),
    });
    const { value } = await response.json();
    if (value?.error) throw new Error(`${value.error}: ${value.message}`);
    return value;
  }

  #spawn(command, args, options) {
    const child = spawn(command, args, options);
    this.#children.push(child);
    process.once('exit', () => child.kill());
    return child;
  }

  /** Xvfb chooses a free display and writes its number to the given descriptor. */
  #startDisplay() {
    const args = ['-displayfd', '3', '-screen', '0', '1280x1024x24', '-nolisten', 'tcp'];
    const child = this.#spawn('Xvfb', args, { stdio: ['ignore', 'ignore', 'ignore', 'pipe'] });
    return new Promise((resolve, reject) => {
      child.once('error', reject);
      child.once('exit', (code) => reject(new Error(`Xvfb exited with ${code}`)));
      child.stdio[3].once('data', (text) => resolve(`:${String(text).trim()}`));
    });
  }

  async #untilReady() {
    const deadline = Date.now() + ANSWER_TIMEOUT;
    for (;;) {
      try {
        return await this.call('GET', '/status');
      } catch (error) {
        if (Date.now() > deadline) throw error;
        await delay(50);
      }
    }
  }
}

/** WebDriver's code points for keys that are no character. */
const KEYS = {
  Backspace: '\uE003',
  Tab: '\uE004',
  Enter: '\uE007',
  Shift: '\uE008',
  Control: '\uE009',
  Alt: '\uE00A',
  Escape: '\uE00C',
  Space: ' ',
  End: '\uE010',
  Home: '\uE011',
  ArrowLeft: '\uE012',
  ArrowUp: '\uE013',
  ArrowRight: '\uE014',
  ArrowDown: '\uE015',
  Delete: '\uE017',
};

/** As much of a puppeteer page as the commands `sendKeys` and `setViewport` use. */
function pageOf(session) {
  const press = (...actions) =>
    session.call('POST', '/actions', {
      actions: [
        { type: 'key', id: 'keys', actions: actions.map(([type, key]) => ({ type, value: KEYS[key] ?? key })) },
      ],
    });
  const script = (text) => session.call('POST', '/execute/sync', { script: text, args: [] });
  const both = (key) => [
    ['keyDown', key],
    ['keyUp', key],
  ];
  return {
    keyboard: {
      down: (key) => press(['keyDown', key]),
      up: (key) => press(['keyUp', key]),
      press: (key) => press(...both(key)),
      type: (text) => press(...[...text].flatMap(both)),
    },
    /** The window's frame is of unknown size, so it is corrected by what was missing. */
    async setViewport({ width, height }) {
      for (let attempt = 0; attempt < 5; attempt++) {
        const [innerWidth, innerHeight] = await script('return [innerWidth, innerHeight]');
        if (innerWidth === width && innerHeight === height) return;
        const rect = await session.call('GET', '/window/rect');
        const corrected = { width: rect.width + width - innerWidth, height: rect.height + height - innerHeight };
        await session.call('POST', '/window/rect', corrected);
      }
    },
    async emulateMediaFeatures() {
      throw new Error('WebKitWebDriver cannot emulate media features');
    },
  };
}

/** The launcher. Says `puppeteer` for its type, so that the runner's commands take the page above. */
export function webkitLauncher(installation = findWebKit()) {
  if (!installation) throw new Error('WebKit is not installed: apt-get install webkit2gtk-driver xvfb');
  const session = new WebKitSession();
  const page = pageOf(session);
  const urls = new Map();
  let starting;
  const launcher = {
    name: 'WebKitGTK',
    type: 'puppeteer',
    concurrency: 1,
    getPage: () => page,
    async startSession(id, url) {
      starting ??= session.open(installation).then((version) => {
        launcher.name = `WebKitGTK ${version}`;
      });
      await starting;
      urls.set(id, url);
      await session.call('POST', '/url', { url });
    },
    isActive: (id) => urls.has(id),
    getBrowserUrl: (id) => urls.get(id),
    async stopSession(id) {
      urls.delete(id);
      return {};
    },
    stop: () => (starting ? session.close() : undefined),
  };
  return launcher;
}
