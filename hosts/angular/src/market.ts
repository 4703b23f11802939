import { ChangeDetectionStrategy, Component, CUSTOM_ELEMENTS_SCHEMA, signal } from '@angular/core';
import type { SignalEvent } from 'ticklane';
import { INDICATORS, report, SYMBOLS, source, written } from '../../shared/market.js';
import { Follower } from './follower';
import { Reading } from './reading';

@Component({
  selector: 'app-market',
  imports: [Follower, Reading],
  schemas: [CUSTOM_ELEMENTS_SCHEMA],
  changeDetection: ChangeDetectionStrategy.OnPush,
  template: `
    <main>
      <h1>Market</h1>
      <div class="choices">
        <select #chosen name="symbol" (change)="symbol.set(chosen.value)">
          @for (one of symbols; track one) {
            <option>{{ one }}</option>
          }
        </select>
        <select #computed name="indicators" (change)="indicators.set(computed.value)">
          @for (one of choices; track one) {
            <option>{{ one }}</option>
          }
        </select>
        <label><input #follow name="follow" type="checkbox" (change)="follows.set(follow.checked)" /> Follow</label>
        <button name="turn" type="button" (click)="list.set(list().toReversed())">Turn round</button>
      </div>
      <data-feed [src]="source" (statuschange)="status.set($event.status)" />
      <ticker-widget class="large" [symbol]="symbol()" [indicators]="indicators()" sparkline="1m">
        <price-alert name="first price" when="price > 0" once (signal)="tell($event)" />
      </ticker-widget>
      <app-reading [symbol]="symbol()" />
      @if (follows()) {
        <app-follower [symbol]="symbol()" />
      }
      <ul class="list">
        @for (one of list(); track one) {
          <li><ticker-widget [symbol]="one" variant="row" /></li>
        }
      </ul>
      <p>
        The feed is <output class="status">{{ said() }}</output>. <output class="signal">{{ fired() }}</output>
      </p>
    </main>
  `,
})
export class Market {
  readonly symbols = SYMBOLS;
  readonly choices = INDICATORS;
  readonly source = source();
  readonly symbol = signal(SYMBOLS[0]);
  readonly indicators = signal(INDICATORS[0]);
  readonly status = signal('');
  readonly fired = signal('');
  readonly follows = signal(false);
  readonly list = signal(SYMBOLS);

  /** Called by the template whenever Angular renders it. */
  said(): string {
    report.renders++;
    return this.status();
  }

  tell({ name, price }: SignalEvent): void {
    this.fired.set(`${name}: ${written(price)}`);
  }
}
