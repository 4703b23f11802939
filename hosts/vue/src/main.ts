/** The trading page in Vue. */
import 'ticklane';
import { createApp } from 'vue';
import '../../shared/page.css';
import App from './app.vue';

createApp(App).mount('#app');
