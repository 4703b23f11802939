/**
 * The one of `names` that `word` most likely meant: at most two letters (a third of a short word) added, left out or
 * replaced; `undefined` where none is that near.
 */
export function closest(word: string, names: readonly string[]): string | undefined {
  const meant = word.trim().toLowerCase();
  const most = Math.min(2, Math.ceil(meant.length / 3));
  let found: string | undefined;
  for (let slips = 0; slips <= most; slips++) found ??= names.find((name) => isNear(meant, name.toLowerCase(), slips));
  return found;
}

/** An error for a name that is none of `names`: says which there are, and the one that was probably meant. */
export function unknownName(what: string, word: string, names: readonly string[]): TypeError {
  const guess = closest(word, names);
  const hint = guess ? ` (did you mean "${guess}"?)` : '';
  return new TypeError(`unknown ${what} "${word}"${hint}: known are ${names.join(', ')}`);
}

/** Whether this many slips, or fewer, make one word of the other; two letters in each other's place are two. */
function isNear(word: string, name: string, slips: number): boolean {
  if (word === name || slips === 0) return word === name;
  const rest = word.slice(1);
  const others = name.slice(1);
  if (word[0] === name[0]) return isNear(rest, others, slips);
  const left = slips - 1;
  return isNear(rest, others, left) || isNear(rest, name, left) || isNear(word, others, left);
}
