import 'ticklane';
import { afterEveryRender, ChangeDetectionStrategy, Component, signal } from '@angular/core';
import { report, route } from '../../shared/market.js';
import { Market } from './market';

@Component({
  selector: 'app-root',
  imports: [Market],
  changeDetection: ChangeDetectionStrategy.OnPush,
  host: { '(window:hashchange)': 'follow()' },
  template: `
    <nav>
      <a href="#/">Market</a>
      <a href="#/about">About</a>
    </nav>
    @if (shown() === '/') {
      <app-market />
    } @else {
      <p class="about">Prices are simulated.</p>
    }
  `,
})
export class App {
  readonly at = signal(route());

  constructor() {
    afterEveryRender(() => {
      report.passes++;
    });
  }

  /** Called by the template whenever Angular renders it. */
  shown(): string {
    report.renders++;
    return this.at();
  }

  follow(): void {
    this.at.set(route());
  }
}
