import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

const headers = { 'Cross-Origin-Opener-Policy': 'same-origin', 'Cross-Origin-Embedder-Policy': 'require-corp' };

export default defineConfig({
  base: './',
  plugins: [react()],
  // `..` is for what the hosts share
  server: { headers, fs: { allow: ['..'] } },
  preview: { headers },
});
