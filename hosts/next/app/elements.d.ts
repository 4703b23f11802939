import type { DetailedHTMLProps, HTMLAttributes } from 'react';
import type { DataFeed, PriceAlert, TickerWidget } from 'ticklane';

type E<T, P> = DetailedHTMLProps<HTMLAttributes<T>, T> & Partial<P>;
declare module 'react' {
  // biome-ignore lint/style/noNamespace: this is how React has it
  namespace JSX {
    interface IntrinsicElements {
      'data-feed': E<DataFeed, { src: string; onstatuschange: unknown }>;
      'ticker-widget': E<
        TickerWidget,
        { symbol: string; indicators: string; sparkline: string; variant: string; onvaluechange: unknown }
      >;
      'price-alert': E<PriceAlert, { name: string; when: string; once: boolean; onsignal: unknown }>;
    }
  }
}
