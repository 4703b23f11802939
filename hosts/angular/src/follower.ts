import { ChangeDetectionStrategy, Component, CUSTOM_ELEMENTS_SCHEMA, input, signal } from '@angular/core';
import type { ValueChangeEvent } from 'ticklane';
import { written } from '../../shared/market.js';

/** Takes each painted price into its state: Angular renders in every frame, as somebody asked for just that. */
@Component({
  selector: 'app-follower',
  schemas: [CUSTOM_ELEMENTS_SCHEMA],
  changeDetection: ChangeDetectionStrategy.OnPush,
  template: `
    <p>
      <ticker-widget class="followed" [symbol]="symbol()" variant="compact" (valuechange)="take($event)" />
      <output class="last">{{ last() }}</output>
    </p>
  `,
})
export class Follower {
  readonly symbol = input.required<string>();
  readonly last = signal('');

  take({ values }: ValueChangeEvent): void {
    this.last.set(written(values.last));
  }
}
