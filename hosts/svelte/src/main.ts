/** The trading page in Svelte. */
import 'ticklane';
import { mount } from 'svelte';
import '../../shared/page.css';
import App from './App.svelte';

mount(App, { target: document.getElementById('app') as HTMLElement });
