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

/** Classes of `ticklane/themes.css` by the name of a look; none for the standard one. */
export const LOOKS: Readonly<Record<string, string>> = {
  standard: '',
  'blue and orange': 'ticklane-blue-orange',
  'red has risen': 'ticklane-red-up',
  'without colours': 'ticklane-plain',
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

/** Attributes of the board by their names; empty ones are not written. */
export function attributesOf(choices: BoardChoices): Readonly<Record<string, string>> {
  const { symbols, columns, indicators, variant, density, look, scheme } = choices;
  return {
    symbols: symbols.join(' '),
    variant: variant === 'grid' ? '' : variant,
    density: density === 'normal' ? '' : density,
    columns: columns.join(' '),
    indicators: indicators.join('; '),
    class: LOOKS[look] ?? '',
    style: scheme === 'light dark' ? '' : `color-scheme: ${scheme}`,
  };
}

/** The markup to copy. Every choice is one of those above, so that nothing in it needs an escape. */
export function markupOf(choices: BoardChoices): string {
  const written = Object.entries(attributesOf(choices)).filter(([, value]) => value !== '');
  const presets = '<link rel="stylesheet" href="https://cdn.jsdelivr.net/npm/ticklane/dist/themes.css" />\n';
  return `${LOOKS[choices.look] ? presets : ''}<data-feed src="sim:rate=200&seed=7" workers="pool"></data-feed>
<ticker-board
${written.map(([name, value]) => `  ${name}="${value}"`).join('\n')}
></ticker-board>`;
}
