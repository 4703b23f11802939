import { type AlertText, type Compiled, compile } from '../../indicators/compile.js';
import { known } from '../shared/known.js';

/** Texts whose plans are kept: a thousand widgets with the same indicators compile them once. */
const KEPT = 256;
const texts = new Map<string, Compiled>();

/** What indicators and alerts are compiled to, and the text by which it is known. */
export function compileTexts(
  indicators: string,
  alerts: readonly AlertText[],
): { readonly compiled: Compiled; readonly planKey: string } {
  const planKey = JSON.stringify([indicators, alerts]);
  const compiled = known(texts, planKey, () => compile({ indicators, alerts }));
  if (texts.size > KEPT) texts.delete(texts.keys().next().value as string);
  return { compiled, planKey };
}
