/** What the gateway needs of JSON beside `JSON.parse`. */

export function isStrings(value: unknown): value is readonly string[] {
  return Array.isArray(value) && value.every((entry) => typeof entry === 'string');
}

/**
 * The text of one member of an object, exactly as written in `json`: `JSON.parse` and `JSON.stringify` would change numbers
 * above 2^53 and drop trailing zeros. `json` must be valid and an object (parse it first); undefined where the member is absent.
 */
export function rawMember(json: string, name: string): string | undefined {
  const wanted = JSON.stringify(name);
  let depth = 0;
  let key: string | undefined;
  let valueStart = -1;
  for (let at = 0; at < json.length; at++) {
    const character = json[at];
    if (character === '"') {
      const end = stringEnd(json, at);
      if (depth === 1 && valueStart < 0) key = json.slice(at, end + 1);
      at = end;
    } else if (character === '{' || character === '[') {
      depth++;
    } else if (character === ':' && depth === 1) {
      valueStart = at + 1;
    } else if (character === ',' && depth === 1) {
      if (key === wanted) return json.slice(valueStart, at).trim();
      valueStart = -1;
    } else if (character === '}' || character === ']') {
      if (depth === 1 && key === wanted && valueStart >= 0) return json.slice(valueStart, at).trim();
      depth--;
    }
  }
  return undefined;
}

/** Index of the quote that closes the string opened at `start`. */
function stringEnd(json: string, start: number): number {
  let at = start + 1;
  while (json[at] !== '"' && at < json.length) at += json[at] === '\\' ? 2 : 1;
  return at;
}
