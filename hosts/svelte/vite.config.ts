import { svelte } from '@sveltejs/vite-plugin-svelte';
import { defineConfig } from 'vite';

const headers = { 'Cross-Origin-Opener-Policy': 'same-origin', 'Cross-Origin-Embedder-Policy': 'require-corp' };

export default defineConfig({
  base: './',
  plugins: [svelte()],
  // `..` is for what the hosts share
  server: { headers, fs: { allow: ['..'] } },
  preview: { headers },
});
