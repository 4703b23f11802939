/** What other libraries call our functions. */
const KNOWN_AS: Readonly<Record<string, string>> = {
  avg: 'sma',
  mean: 'sma',
  ma: 'sma',
  rma: 'smma',
  wilders: 'smma',
  lsma: 'linreg',
  std: 'stdev',
  stddev: 'stdev',
  bb: 'bollinger',
  bbands: 'bollinger',
  boll: 'bollinger',
  stoch: 'stochastic',
  kd: 'stochastic',
  willr: 'williams',
  wpr: 'williams',
  mom: 'momentum',
  ao: 'awesome',
  uo: 'ultimate',
  kc: 'keltner',
  dc: 'donchian',
  sar: 'psar',
  dmi: 'adx',
  di: 'adx',
  ad: 'adl',
  ref: 'lag',
  delay: 'lag',
  shift: 'lag',
  prev: 'lag',
  crossabove: 'crossover',
  crossup: 'crossover',
  crossbelow: 'crossunder',
  crossdown: 'crossunder',
  hl2: '(high + low) / 2',
  hlc3: '(high + low + close) / 3',
  last: 'close',
};

/** Single edits, exchanged neighbours among them, that turn one word into another; `limit + 1` where there are more. */
function distance(a: string, b: string, limit: number): number {
  if (Math.abs(a.length - b.length) > limit) return limit + 1;
  let before: number[] = [];
  let row = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      const differs = Number(a[i - 1] !== b[j - 1]);
      let best = Math.min((row[j] as number) + 1, (next[j - 1] as number) + 1, (row[j - 1] as number) + differs);
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1])
        best = Math.min(best, (before[j - 2] as number) + 1);
      next.push(best);
    }
    before = row;
    row = next;
  }
  return row[b.length] as number;
}

/** `: did you mean sma?`, or nothing where no name is near. */
export function suggestion(wrong: string, names: Iterable<string>): string {
  const word = wrong.toLowerCase().slice(0, 40);
  // of a short word two edits leave nothing
  const limit = word.length < 5 ? 1 : word.length < 7 ? 2 : 3;
  let best = '';
  let least = limit + 1;
  const all = [...names];
  for (const name of all) {
    const edits = distance(word, name.toLowerCase(), limit);
    if (edits < least) {
      least = edits;
      best = name;
    }
  }
  const plain = word.replaceAll('_', '');
  if (Object.hasOwn(KNOWN_AS, plain)) best = KNOWN_AS[plain] as string;
  else if (least > 1 && word.length > 2) best = all.find((name) => name.toLowerCase().startsWith(word)) ?? best;
  return best && `: did you mean ${best}?`;
}
