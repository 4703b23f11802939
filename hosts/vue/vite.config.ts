import vue from '@vitejs/plugin-vue';
import { defineConfig } from 'vite';

const headers = { 'Cross-Origin-Opener-Policy': 'same-origin', 'Cross-Origin-Embedder-Policy': 'require-corp' };
/** Vue asks for each tag that it does not know whether it is a component. */
const isCustomElement = (tag: string) => tag.includes('-');

export default defineConfig({
  base: './',
  plugins: [vue({ template: { compilerOptions: { isCustomElement } } })],
  // `..` is for what the hosts share
  server: { headers, fs: { allow: ['..'] } },
  preview: { headers },
});
