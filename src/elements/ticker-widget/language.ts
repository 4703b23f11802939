import type { AlertText, Compiled } from '../../indicators/compile.js';
import { isPlainSymbol } from '../../indicators/plain-symbol.js';

/**
 * The language of `indicators`, of alerts and of prices made of several symbols, which a page loads with the first text in it: most of it is
 * the catalog of functions. Elements put off their update until it is there. Main thread.
 */
type Language = typeof import('../../indicators/language.js');

let language: Language | undefined;
let loading: Promise<void> | undefined;
/** Why it did not load the last time; empty: nobody has asked for it, or it is on its way. */
let problem = '';

/** Whether a text has to be read; a symbol of its own has not. */
export function speaks({ symbol, indicators }: { readonly symbol: string; readonly indicators: string }): boolean {
  return indicators.trim() !== '' || !isPlainSymbol(symbol.trim());
}

/**
 * Loads the language; undefined where it is there. Never rejects: where it does not load, whoever reads a text is told why, and the next call
 * tries again.
 */
export function whenLanguage(): Promise<void> | undefined {
  if (language) return undefined;
  loading ??= import('../../indicators/language.js')
    .then(
      (module) => {
        language = module;
      },
      (error: Error) => {
        problem = `the language of indicators does not load: ${error.message}`;
      },
    )
    .finally(() => {
      loading = undefined;
    });
  return loading;
}

/** Whether it is there. */
export const hasLanguage = (): boolean => language !== undefined;

/**
 * Loads it for a text that was to be read without it, which is nobody's mistake: an element learns of what was set before its upgrade in the
 * middle of its first update. `read`: reads the text again.
 */
export function readLater(read: () => void): void {
  if (!language && !problem) void whenLanguage()?.then(read);
}

/** Throws an ExpressionError, or an Error where the language did not load; no legs: it is on its way. */
export const parseSymbol: Language['parseSymbol'] = (symbol) => {
  if (language) return language.parseSymbol(symbol);
  if (isPlainSymbol(symbol)) return { legs: [symbol], program: [] };
  if (problem) throw new Error(problem);
  return { legs: [], program: [] };
};

/** No indicators and no alerts. */
const NOTHING: Compiled = {
  plan: { steps: [], outputs: [], alerts: [] },
  outputs: [],
  alerts: [],
  errors: [],
  inputs: [],
  warmup: 0,
};

/** Undefined without the language. */
export function compileText(indicators: string, alerts: readonly AlertText[]): Compiled | undefined {
  if (!indicators.trim() && alerts.length === 0) return NOTHING;
  return language?.compile({ indicators, alerts });
}

/** Nothing, with the reason for each of the texts where the language did not load. */
export function notCompiled(indicators: string, alerts: readonly AlertText[]): Compiled {
  if (!problem) return NOTHING;
  const sources = [...(indicators.trim() ? ['indicators'] : []), ...alerts.keys()];
  const errors = sources.map((source) => Object.assign(new Error(problem), { column: 1, source }));
  return { ...NOTHING, errors };
}
