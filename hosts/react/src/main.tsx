/** The trading page in React, in strict mode. */
import 'ticklane';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import '../../shared/page.css';
import { App } from './app.tsx';

createRoot(document.getElementById('root') as HTMLElement).render(
  <StrictMode>
    <App />
  </StrictMode>,
);
