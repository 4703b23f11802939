/** A lightweight-charts chart in each tile, without axes, which paints itself. */
import { createChart, LineSeries, type UTCTimestamp } from 'lightweight-charts';
import { serveContender } from '../../page/live/contender.ts';
import { TREND } from '../../page/live/ticker.ts';
import { tilesWith } from './tiles.ts';

const hidden = { visible: false };

await serveContender(
  tilesWith((place, width, height) => {
    const chart = createChart(place, {
      width,
      height,
      layout: { attributionLogo: false },
      rightPriceScale: hidden,
      timeScale: { ...hidden, barSpacing: width / TREND, minBarSpacing: 1 },
      grid: { vertLines: hidden, horzLines: hidden },
      handleScroll: false,
      handleScale: false,
    });
    const series = chart.addSeries(LineSeries, { lineWidth: 1, priceLineVisible: false, lastValueVisible: false });
    let time = 0;
    return { add: (value) => series.update({ time: ++time as UTCTimestamp, value }) };
  }),
);
