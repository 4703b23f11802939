/** A uPlot in each tile, without axes, given its course once a frame. */
import uPlot from 'uplot';
import { serveContender } from '../../page/live/contender.ts';
import { TREND } from '../../page/live/ticker.ts';
import { tilesWith } from './tiles.ts';

const places = Array.from({ length: TREND }, (_, index) => index);

await serveContender(
  tilesWith((place, width, height) => {
    const plot = new uPlot(
      {
        width,
        height,
        pxAlign: false,
        cursor: { show: false },
        legend: { show: false },
        axes: [{ show: false }, { show: false }],
        scales: { x: { time: false } },
        series: [{}, { stroke: '#0a7d33', points: { show: false } }],
      },
      [[], []],
      place,
    );
    return { paint: (trend) => plot.setData([places.slice(0, trend.length), trend as number[]]) };
  }),
);
