export interface Token {
  readonly kind: 'number' | 'name' | 'sign' | 'end';
  /** Empty at the end. */
  readonly text: string;
  /** Index of its first character. */
  readonly at: number;
}

const TOKEN = /((?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?)|([\p{L}_$][\p{L}\p{N}_$]*)|([<>=!]=|\S)/gu;

/** Numbers, names, and signs, each of which is one character or a comparison of two; then the end. Never throws. */
export function tokens(text: string): readonly Token[] {
  const found: Token[] = [];
  for (const match of text.matchAll(TOKEN)) {
    const kind = match[1] !== undefined ? 'number' : match[2] !== undefined ? 'name' : 'sign';
    found.push({ kind, text: match[0], at: match.index });
  }
  found.push({ kind: 'end', text: '', at: text.trimEnd().length });
  return found;
}
