/** A word, number or sign of an expression; signs and the end are known by their text. */
export interface Token {
  readonly kind: 'word' | 'number' | 'sign' | 'end';
  readonly text: string;
  /** Offset of its first character. */
  readonly from: number;
}

/** Blanks, then one token: a word, a number, or any other character. */
const TOKEN = /\s*(?:([\p{L}_$][\p{L}\p{N}_$]*)|(\d+(?:\.\d*)?|\.\d+)|(\S))/uy;

/** Splits an expression; whatever is no word or number is a sign of one character. The last token is the end. */
export function tokenize(text: string): readonly Token[] {
  const tokens: Token[] = [];
  let end = 0;
  TOKEN.lastIndex = 0;
  for (let match = TOKEN.exec(text); match; match = TOKEN.exec(text)) {
    const [, word, number, sign] = match;
    const found = (word ?? number ?? sign) as string;
    end = TOKEN.lastIndex;
    tokens.push({ kind: word ? 'word' : number ? 'number' : 'sign', text: found, from: end - found.length });
  }
  tokens.push({ kind: 'end', text: '', from: end });
  return tokens;
}
