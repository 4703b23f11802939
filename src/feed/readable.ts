/** Of a text so much is told: it may be the source's words. */
const LONGEST = 1000;

/** A text for people: without control characters, those that turn the direction of text included, and no longer than anyone reads. */
export function readable(text: string, longest = LONGEST): string {
  const short = text.length > longest ? `${text.slice(0, longest)}…` : text;
  return short.replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]+/gu, ' ');
}
