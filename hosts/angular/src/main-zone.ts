/** The same page with zone.js, as older programs have it: Angular looks for changes after whatever it knows of. */
import { provideZoneChangeDetection } from '@angular/core';
import { bootstrapApplication } from '@angular/platform-browser';
import { App } from './app';

bootstrapApplication(App, { providers: [provideZoneChangeDetection({ eventCoalescing: true })] });
