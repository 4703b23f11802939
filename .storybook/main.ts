/** The catalog of elements. Works offline; sends nothing anywhere. */
import type { StorybookConfig } from '@storybook/web-components-vite';
import { writeGuidePages } from './guide-pages.ts';
import { servedFiles } from './served-files.ts';

writeGuidePages();

const config: StorybookConfig = {
  framework: '@storybook/web-components-vite',
  stories: ['./pages/*.mdx', '../stories/**/*.stories.ts'],
  addons: ['@storybook/addon-docs', '@storybook/addon-a11y'],
  // pictures of the guide
  staticDirs: [
    { from: '../docs/images', to: '/images' },
    { from: '../bench/results', to: '/bench/results' },
  ],
  core: { disableTelemetry: true, disableWhatsNewNotifications: true, enableCrashReports: false },
  features: { sidebarOnboardingChecklist: false },
  viteFinal(config) {
    // found while stories load, it would be bundled once more beside the renderer's: two copies of lit
    config.optimizeDeps = {
      ...config.optimizeDeps,
      include: [...(config.optimizeDeps?.include ?? []), 'lit', 'lit/directive.js', 'lit/directive-helpers.js'],
    };
    config.plugins?.push(servedFiles(), {
      // package.json tells bundlers which built files register elements; here sources do, and what stories have of their own
      name: 'ticklane:sources-register',
      enforce: 'pre',
      transform: {
        filter: { id: /\/(src\/index|src\/elements\/.*\/define|src\/locales\/\w+|stories\/.*)\.ts$/ },
        handler: () => ({ moduleSideEffects: true }),
      },
    });
    return config;
  },
};

export default config;
