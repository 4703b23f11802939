/** Lets browser tests have the page shown as on paper, or with the colours and the contrast that a visitor's system asks for. Calls go through media.ts. */

/** The runner's plugin. Answers false where the browser has no such switch. */
export function mediaCommand() {
  /** One for each page: what one session asks for, another cannot take back. */
  const sessions = new WeakMap();
  return {
    name: 'ticklane-media',
    async executeCommand({ command, payload, session }) {
      if (command !== 'ticklane-media') return undefined;
      const page = session.browser.getPage?.(session.id);
      if (page?.browser().protocol !== 'cdp') return false;
      if (!sessions.has(page)) sessions.set(page, await page.createCDPSession());
      const { media = '', ...features } = payload;
      await sessions.get(page).send('Emulation.setEmulatedMedia', {
        media,
        features: Object.entries(features).map(([name, value]) => ({ name, value })),
      });
      return true;
    },
  };
}
