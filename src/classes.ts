/** The elements' classes, unregistered, to define under names of your own; and the types of their events and values. */
export { type BeforeConnect, DataFeed } from './elements/data-feed/data-feed.js';
export {
  FeedErrorEvent,
  FeedGapEvent,
  type FeedMode,
  ModeChangeEvent,
  StatusChangeEvent,
} from './elements/data-feed/feed-events.js';
export type { FeedTransfers } from './elements/data-feed/feed-lanes.js';
export type { FeedStats } from './elements/data-feed/feed-stats.js';
export { rememberedMode, rememberMode } from './elements/data-feed/mode-choice.js';
export type { LaneAccount } from './elements/data-feed/ticker-request.js';
export type {
  CompareOptions,
  ModeComparison,
  ModeFigures,
} from './elements/performance-monitor/mode-comparison.js';
export { ReportEvent } from './elements/performance-monitor/monitor-events.js';
export type { PerformanceStrings } from './elements/performance-monitor/monitor-strings.js';
export { PerformanceMonitor } from './elements/performance-monitor/performance-monitor.js';
export type {
  FeedFigures,
  FeedReport,
  FrameLoopState,
  PageFigures,
  PerformanceReport,
  Quantiles,
  TickToPaint,
} from './elements/performance-monitor/performance-report.js';
export { SignalEvent } from './elements/price-alert/alert-events.js';
export { PriceAlert } from './elements/price-alert/price-alert.js';
export type { Signal } from './elements/price-alert/signal.js';
export { IndicatorErrorEvent } from './elements/shared/indicator-error.js';
export { registerStrings, type Strings } from './elements/shared/strings.js';
export { type BoardLayout, LayoutChangeEvent, SelectionChangeEvent } from './elements/ticker-board/board-events.js';
export { TickerBoard } from './elements/ticker-board/ticker-board.js';
export { StaleChangeEvent, ValueChangeEvent } from './elements/ticker-widget/ticker-events.js';
export type { TickerValues } from './elements/ticker-widget/ticker-values.js';
export { TickerWidget } from './elements/ticker-widget/ticker-widget.js';
export type {
  ConnectAttempt,
  ConnectDetails,
  FeedErrorCode,
  FeedGap,
  FeedProblem,
  FeedStatus,
  PushedTick,
} from './feed/protocol.js';
export type { Bar } from './market/bar.js';
export type { Instrument, InstrumentKind } from './market/instrument.js';
export type { MarketTableHandle } from './table/handle.js';
export type { TableQuote } from './table/table-quote.js';
