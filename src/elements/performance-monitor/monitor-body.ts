/** What a monitor shows, measures and compares with: a page loads it with the first monitor. */
export { FigureTexts } from './figure-texts.js';
export { compareModes } from './mode-comparison.js';
export { reasonWords } from './mode-reasons.js';
export { monitorStyles } from './monitor-styles.js';
export { monitorTemplate } from './monitor-template.js';
export { noticeOf } from './notice.js';
export { PerformanceSampler } from './performance-sampler.js';
export { drawPlot } from './plot-path.js';
export { tellTimeline } from './timeline.js';
