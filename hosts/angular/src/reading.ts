import { ChangeDetectionStrategy, Component, input } from '@angular/core';
import { injectTicker } from 'ticklane/angular';
import { MAX_RATE, report, written } from '../../shared/market.js';

/** The price in the component's state: it renders as often as it was asked to, and not as often as ticks come. */
@Component({
  selector: 'app-reading',
  changeDetection: ChangeDetectionStrategy.OnPush,
  template: `<p>{{ symbol() }} in the state: <output class="reading">{{ text() }}</output></p>`,
})
export class Reading {
  readonly symbol = input.required<string>();
  readonly price = injectTicker(this.symbol, { select: ({ last }) => last, maxRate: MAX_RATE });

  /** Called by the template whenever Angular renders it. */
  text(): string {
    report.readings++;
    return written(this.price());
  }
}
