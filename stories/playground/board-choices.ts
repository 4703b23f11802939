/** What one can choose of a board in the playground, and the markup that comes of it. */

export const SYMBOLS = [
  'BTC-USD',
  'ETH-USD',
  'SOL-USD',
  'AAPL',
  'MSFT',
  'NVDA',
  'TSLA',
  'EUR-USD',
  'GBP-USD',
  'SPY',
] as const;

export const COLUMNS = [
  'symbol',
  'last',
  'change',
  'changePercent',
  'bid',
  'ask',
  'open',
  'high',
  'low',
  'vwap',
  'volume',
  'trades',
  'time',
  'trend',
] as const;

export const INDICATORS = ['sma(20)', 'ema(50)', 'rsi(14)', 'stddev(20)'] as const;

/** Custom properties by the name of a look. */
export const LOOKS: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  standard: {},
  'blue and orange': {
    '--ticklane-up-color': 'light-dark(#0b5cad, #7cb8ff)',
    '--ticklane-down-color': 'light-dark(#a84300, #ffb073)',
  },
  terminal: {
    '--ticklane-font': 'ui-monospace, monospace',
    '--ticklane-radius': '0',
    '--ticklane-background': '#000',
    '--ticklane-color': '#f2f2f2',
    '--ticklane-muted-color': '#a8a8a8',
    '--ticklane-border-color': '#444',
    '--ticklane-up-color': '#4cd07d',
    '--ticklane-down-color': '#ff8a80',
    '--ticklane-accent-color': '#ffcf5c',
  },
};

export const SCHEMES = ['light dark', 'light', 'dark'] as const;

export interface BoardChoices {
  readonly symbols: readonly string[];
  /** Empty: those of the variant. */
  readonly columns: readonly string[];
  readonly indicators: readonly string[];
  readonly variant: string;
  readonly density: string;
  readonly look: string;
  readonly scheme: string;
}

/** What the board gets: attributes by their names, and a style. Empty ones are not written. */
export function attributesOf(choices: BoardChoices): Readonly<Record<string, string>> {
  const { symbols, columns, indicators, variant, density, look, scheme } = choices;
  const style = Object.entries({
    ...(scheme !== 'light dark' && { 'color-scheme': scheme }),
    ...LOOKS[look],
  }).map(([name, value]) => `${name}: ${value}`);
  return {
    symbols: symbols.join(' '),
    variant: variant === 'grid' ? '' : variant,
    density: density === 'normal' ? '' : density,
    columns: columns.join(' '),
    indicators: indicators.join('; '),
    style: style.join('; '),
  };
}

/** The markup to copy. Every choice is one of those above, so that nothing in it needs an escape. */
export function markupOf(choices: BoardChoices): string {
  const written = Object.entries(attributesOf(choices)).filter(([, value]) => value !== '');
  return `<data-feed src="sim:rate=200&seed=7" workers="pool"></data-feed>
<ticker-board
${written.map(([name, value]) => `  ${name}="${value}"`).join('\n')}
></ticker-board>`;
}
