import { defineConfig } from 'vite';
import { wat } from './tools/vite-plugin-wat.ts';

/** What makes a page cross-origin isolated, and its files loadable by other isolated pages. */
const isolation = {
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Embedder-Policy': 'require-corp',
  'Cross-Origin-Resource-Policy': 'cross-origin',
};

/** `ISOLATED=0` leaves the headers out, to see the page as a host without isolation shows it. */
const headers = process.env.ISOLATED === '0' ? {} : isolation;

export default defineConfig({
  plugins: [wat()],
  worker: { format: 'es', plugins: () => [wat()] },
  server: { headers },
  preview: { headers },
});
