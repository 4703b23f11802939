// @ts-check
/**
 * The visitor's half in each page of the catalog, put there before the page's own scripts: hears what Storybook says of a story, and looks at it. Plain
 * JavaScript, as it goes to the browser as it is.
 */
(() => {
  const FAILURES = [
    'playFunctionThrewException',
    'storyThrewException',
    'storyErrored',
    'storyMissing',
    'unhandledErrorsWhilePlaying',
  ];
  /** @type {string[]} */
  const failures = [];
  let ended = false;

  /** @returns {string} */
  const textOf = (/** @type {any} */ said) =>
    Array.isArray(said) ? said.map(textOf).join(', ') : (said?.message ?? said?.description ?? String(said));

  /** @type {any} */
  let channel;
  Object.defineProperty(globalThis, '__STORYBOOK_ADDONS_CHANNEL__', {
    configurable: true,
    get: () => channel,
    set(given) {
      channel = given;
      for (const event of FAILURES) {
        channel.on(event, (/** @type {unknown} */ said) => {
          failures.push(`${event}: ${textOf(said)}`);
          ended = true;
        });
      }
      for (const event of ['storyFinished', 'docsRendered']) {
        channel.on(event, () => {
          ended = true;
        });
      }
    },
  });

  /** @returns {any[]} */
  const feedsIn = (/** @type {ParentNode} */ root) =>
    [...root.querySelectorAll('*')].flatMap((element) => [
      ...(element.localName === 'data-feed' ? [element] : []),
      ...(element.shadowRoot ? feedsIn(element.shadowRoot) : []),
    ]);

  const moving = () =>
    document
      .getAnimations()
      .filter(({ effect, playState }) => playState === 'running' && effect?.getTiming().iterations !== Infinity);

  Object.assign(globalThis, {
    visited: {
      /** What went wrong, once the story has come to its end; undefined before. */
      outcome: () => (ended ? { failures } : undefined),

      /** The message that a story is there to log; empty: none. */
      expected: () =>
        /** @type {any} */ (globalThis).__STORYBOOK_PREVIEW__.currentRender?.story?.parameters?.logs ?? '',

      /** The same of all stories of a page. */
      allExpected() {
        const { csfFiles = [] } = /** @type {any} */ (globalThis).__STORYBOOK_PREVIEW__.currentRender ?? {};
        const stories = csfFiles.flatMap((/** @type {any} */ file) => Object.values(file.stories));
        return stories.flatMap((/** @type {any} */ story) => story.parameters?.logs ?? []);
      },

      /** No more ticks, and what flashes has come to its end: colours on their way are nobody's choice. */
      async rest() {
        for (const feed of feedsIn(document)) feed.paused = true;
        // the last ticks may be on their way
        await new Promise((resolve) => setTimeout(resolve, 100));
        while (moving().length > 0) await Promise.allSettled(moving().map(({ finished }) => finished));
      },

      /** What axe finds, a line for each rule. */
      async violations() {
        // a story is no page: its landmarks are the page's affair
        const options = { resultTypes: ['violations'], rules: { region: { enabled: false } } };
        const { violations } = await /** @type {any} */ (globalThis).axe.run('#storybook-root', options);
        return violations.map((/** @type {any} */ { id, nodes }) => {
          const [{ target, failureSummary }] = nodes;
          return `${id}, ${nodes.length} times, first ${target.flat().join(' > ')}: ${failureSummary}`;
        });
      },

      /** A page of the guide: where its links lead, and pictures that are none. */
      guide() {
        const text = document.querySelector('#storybook-docs');
        const pictures = [...document.images];
        if ((text?.textContent?.length ?? 0) < 100 || !pictures.every(({ complete }) => complete)) return undefined;
        return {
          links: [...(text?.querySelectorAll('a') ?? [])].map((link) => link.getAttribute('href') ?? ''),
          broken: pictures.filter(({ naturalWidth }) => naturalWidth === 0).map(({ src }) => src),
        };
      },
    },
  });
})();
