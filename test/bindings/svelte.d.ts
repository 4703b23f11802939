declare module '*.svelte' {
  import type { Component } from 'svelte';

  const component: Component<{ symbol: string; rendered: (text: string) => void }>;
  export default component;
}
