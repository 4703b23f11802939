import path from 'node:path';
import type { NextConfig } from 'next';

const isolation = [
  { key: 'Cross-Origin-Opener-Policy', value: 'same-origin' },
  { key: 'Cross-Origin-Embedder-Policy', value: 'require-corp' },
];

const config: NextConfig = {
  // one page is isolated and the other is not, so that both can be tried
  headers: async () => [{ source: '/isolated', headers: isolation }],
  turbopack: { root: path.join(import.meta.dirname, '..') },
};

export default config;
