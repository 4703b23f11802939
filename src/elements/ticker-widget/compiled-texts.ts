import type { AlertText, Compiled } from '../../indicators/compile.js';
import { compileText, notCompiled } from './language.js';

/** Texts whose plans are kept: a thousand widgets with the same indicators compile them once. */
const KEPT = 256;
const texts = new Map<string, Compiled>();

/** What indicators and alerts are compiled to, and the text by which it is known. */
export function compileTexts(
  indicators: string,
  alerts: readonly AlertText[],
): { readonly compiled: Compiled; readonly planKey: string } {
  const planKey = JSON.stringify([indicators, alerts]);
  const compiled = texts.get(planKey) ?? compileText(indicators, alerts);
  if (!compiled) return { compiled: notCompiled(indicators, alerts), planKey: '' };
  texts.set(planKey, compiled);
  if (texts.size > KEPT) texts.delete(texts.keys().next().value as string);
  return { compiled, planKey };
}
