/** Attributes that the browser writes with an empty value, and people do without one. */
const EMPTY = / ([a-z-]+)=""/g;

/** A story's markup as somebody would write it. */
export function codeToCopy(code: string): string {
  const lines = code
    .replace(/<!--[\s\S]*?-->/g, '')
    .replace(EMPTY, ' $1')
    // as an address is written, where it means the same
    .replaceAll('&amp;', '&')
    .replaceAll('&gt;', '>')
    .split('\n')
    .map((line) => line.trimEnd())
    .filter(Boolean);
  return lines.join('\n');
}
