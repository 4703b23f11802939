/** The catalog of elements. Works offline; sends nothing anywhere. */
import type { StorybookConfig } from '@storybook/web-components-vite';

const config: StorybookConfig = {
  framework: '@storybook/web-components-vite',
  stories: ['../stories/**/*.stories.ts'],
  addons: ['@storybook/addon-docs', '@storybook/addon-a11y'],
  // isolation.js, the service worker that adds the isolation headers on a static host
  staticDirs: ['./public'],
  core: { disableTelemetry: true, disableWhatsNewNotifications: true, enableCrashReports: false },
  features: { sidebarOnboardingChecklist: false },
  viteFinal(config) {
    // package.json tells bundlers which built files register elements; here the sources do
    config.plugins?.push({
      name: 'ticklane:sources-register',
      enforce: 'pre',
      transform: {
        filter: { id: /\/src\/(index|elements\/.*\/define)\.ts$/ },
        handler: () => ({ moduleSideEffects: true }),
      },
    });
    return config;
  },
};

export default config;
