/**
 * The npm libraries that we are compared with: how each is called. Their types are not used, since they are not installed with the
 * package: a call is plain data, a name with columns and options.
 */

/** What a module of any of the libraries looks like from here. */
export type LibraryModule = Readonly<Record<string, unknown>>;

export const LIBRARIES = [
  'trading-signals',
  'technicalindicators',
  'indicatorts',
  '@ixjb94/indicators',
  '@debut/indicators',
] as const;
export type LibraryName = (typeof LIBRARIES)[number];

/** TA-Lib's functions, compiled to WebAssembly. */
export const TA_LIB = 'talib-web';

/** What is installed. */
export interface Libraries {
  readonly modules: ReadonlyMap<LibraryName, LibraryModule>;
  /** The bytes of TA-Lib's WebAssembly. */
  readonly taLib?: Uint8Array;
}

export const COLUMNS = ['open', 'high', 'low', 'close', 'volume'] as const;
export type ColumnName = (typeof COLUMNS)[number];
/** Bars as the libraries take them. */
export type Columns<Values = readonly number[]> = Readonly<Record<ColumnName, Values>>;

/** Options that need the library itself, such as an average that an indicator is to use. */
type FromModule<Value> = Value | ((constructors: Constructors) => Value);
export type Constructors = Readonly<Record<string, new (...options: unknown[]) => unknown>>;

/** A call: the function's or the class's name, the columns that it reads, its options. */
export interface LibraryCall {
  readonly name: string;
  readonly reads: readonly ColumnName[];
  readonly options?: FromModule<readonly unknown[]>;
  /** Which of its results are ours, in our order: names of properties, or indexes of arrays. Without it there is one. */
  readonly pick?: readonly (string | number)[];
  /** What ours is times its results: 100 where it gives parts of one and we give percent. */
  readonly scale?: number;
  /** Why its results are not ours: it is timed, but nothing is compared. */
  readonly differs?: string;
}

/** Computes a history once; returns what the library returns. */
export type Batch = () => unknown;

type Call = (...values: unknown[]) => unknown;
interface Updating {
  update(value: unknown, replace: boolean): unknown;
}
interface NextValue {
  nextValue(...values: readonly (number | undefined)[]): unknown;
}

/** Takes a bar by its index, and returns what the library does. */
export type Step = (index: number) => unknown;

/** Whether a library takes ticks one by one. */
export const streams = (library: LibraryName): boolean =>
  library === 'trading-signals' || library === 'technicalindicators' || library === '@debut/indicators';

function optionsOf(call: LibraryCall, module: LibraryModule): readonly unknown[] {
  const { options = [] } = call;
  return typeof options === 'function' ? options(module as Constructors) : options;
}

function construct(module: LibraryModule, name: string, options: readonly unknown[]): unknown {
  const Class = (module as Constructors)[name];
  if (!Class) throw new Error(`there is no class ${name}`);
  return new Class(...options);
}

/** An indicator that takes bars one by one, fresh from the library. */
export function createStep(library: LibraryName, module: LibraryModule, call: LibraryCall, columns: Columns): Step {
  const options = optionsOf(call, module);
  const [a = [], b, c, d] = call.reads.map((name) => columns[name]);
  if (library === 'trading-signals') {
    const indicator = construct(module, call.name, options) as Updating;
    if (!b) return (index) => indicator.update(a[index], false);
    // made beforehand: whoever uses this library has candles
    const candles = columns.close.map((close, index) => ({
      open: columns.open[index],
      high: columns.high[index],
      low: columns.low[index],
      close,
      volume: columns.volume[index],
    }));
    return (index) => indicator.update(candles[index], false);
  }
  if (library === 'technicalindicators') {
    const [settings] = options as [object];
    const indicator = construct(module, call.name, [{ ...settings, values: [] }]) as NextValue;
    return (index) => indicator.nextValue(a[index]);
  }
  const indicator = construct(module, call.name, options) as NextValue;
  if (!b) return (index) => indicator.nextValue(a[index]);
  if (!c) return (index) => indicator.nextValue(a[index], b[index]);
  if (!d) return (index) => indicator.nextValue(a[index], b[index], c[index]);
  return (index) => indicator.nextValue(a[index], b[index], c[index], d[index]);
}

/** A whole history by a library: by its own function for that where it has one, else bar by bar into an array. */
export function createBatch(library: LibraryName, module: LibraryModule, call: LibraryCall, columns: Columns): Batch {
  if (library === 'trading-signals' || library === '@debut/indicators') {
    const { length } = columns.close;
    return () => {
      const step = createStep(library, module, call, columns);
      const results = new Array<unknown>(length);
      for (let index = 0; index < length; index++) results[index] = step(index);
      return results;
    };
  }
  const read = call.reads.map((name) => columns[name]);
  const options = optionsOf(call, module);
  if (library === 'technicalindicators') {
    const compute = module[call.name] as Call;
    const [settings] = options as [object];
    const named =
      call.reads.length === 1 ? { values: read[0] } : Object.fromEntries(call.reads.map((n, i) => [n, read[i]]));
    return () => compute({ ...settings, ...named });
  }
  if (library === '@ixjb94/indicators') {
    const indicators = construct(module, 'IndicatorsSync', []) as Readonly<Record<string, Call>>;
    return () => indicators[call.name]?.(...read, ...options);
  }
  const compute = module[call.name] as Call;
  return () => compute(...read, ...options);
}

/** The newest values of a result of whatever shape, as our outputs are. `back`: so many positions before the newest. */
export function newestOf(result: unknown, { pick, scale = 1 }: LibraryCall, back = 0): number[] {
  const newest = (values: unknown) => (values as readonly unknown[]).at(-1 - back);
  const property = (values: unknown, name: string | number) =>
    (values as Readonly<Record<string | number, unknown>>)[name];
  let numbers: unknown[];
  if (!pick) numbers = [newest(result)];
  // arrays side by side, or an array of records
  else if (!Array.isArray(result) || Array.isArray(result[0]))
    numbers = pick.map((name) => newest(property(result, name)));
  else numbers = pick.map((name) => property(newest(result), name));
  return numbers.map((value) => (value as number) * scale);
}
