/** Lets browser tests have the page shown as on paper, or with the colours and the contrast that a visitor's system asks for. Calls go through media.ts. */

/** The runner's plugin. Answers false where the browser has no such switch. */
export function mediaCommand() {
  return {
    name: 'ticklane-media',
    async executeCommand({ command, payload, session }) {
      if (command !== 'ticklane-media') return undefined;
      const page = session.browser.getPage?.(session.id);
      if (!page?.createCDPSession) return false;
      const { media = '', ...features } = payload;
      const client = await page.createCDPSession();
      await client.send('Emulation.setEmulatedMedia', {
        media,
        features: Object.entries(features).map(([name, value]) => ({ name, value })),
      });
      return true;
    },
  };
}
