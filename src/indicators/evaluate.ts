import { INPUT } from '../memory/layout.js';
import { bindArguments, unknownFunction } from './arguments.js';
import { CATALOG, type CatalogEntry, type SeriesParameter } from './catalog/index.js';
import { type ExpressionError, mistake, type Origin } from './expression-error.js';
import { type Expression, parseStatements } from './parse.js';
import { constant, type PlanBuilder } from './plan-builder.js';
import { PRIMITIVE_OUTPUTS, PRIMITIVES, type Primitive } from './primitives.js';
import { suggestion } from './suggest.js';
import { numberSeries, type Series, seriesOf, single, unitOf, unitOfOutput, type Value } from './value.js';

/** Where names are looked up. */
export interface Scope {
  readonly origin: Origin;
  /** Of a definition: the index of the call in the user's text, where errors point. */
  readonly at?: number;
  /** A named result, loosened where it is a condition; false where it has a mistake. */
  find(name: string, loosening: number): Value | false | undefined;
  names(): Iterable<string>;
}

type Binary = Extract<Expression, { kind: 'binary' }>;

const PRICE = (input: number): Series => ({ source: { input }, warmup: 0, unit: 'price' });
const INPUTS: ReadonlyMap<string, Series> = new Map<string, Series>([
  ['open', PRICE(INPUT.OPEN)],
  ['high', PRICE(INPUT.HIGH)],
  ['low', PRICE(INPUT.LOW)],
  ['close', PRICE(INPUT.CLOSE)],
  ['price', PRICE(INPUT.CLOSE)],
  ['volume', { source: { input: INPUT.VOLUME }, warmup: 0, unit: 'volume' }],
  ['bid', PRICE(INPUT.BID)],
  ['ask', PRICE(INPUT.ASK)],
  ['time', { source: { input: INPUT.TIME }, warmup: 0, unit: 'number' }],
  ['session', { source: { input: INPUT.SESSION }, warmup: 0, unit: 'boolean' }],
]);
/** The names of what a tick or a bar brings. */
export const INPUT_NAMES: readonly string[] = [...INPUTS.keys(), 'mid', 'spread'];
/** What a series is that was left out: an input or a number. */
const defaultOf = ({ otherwise = '' }: SeriesParameter) => INPUTS.get(otherwise) ?? numberSeries(Number(otherwise));
/** Functions that give one of the values they get: a truth stays one. */
const KEEP_TRUTH: ReadonlySet<string> = new Set(['lag', 'min', 'max', 'highest', 'lowest']);
const CROSSINGS: ReadonlySet<string> = new Set(['crossover', 'crossunder', 'cross']);

/** Unknown names for which others are looked through: among thousands it takes milliseconds each. */
const MOST_SUGGESTIONS = 20;

/** Makes steps of expressions. */
export class Evaluator {
  readonly #builder: PlanBuilder;
  #suggestions = 0;

  constructor(builder: PlanBuilder) {
    this.#builder = builder;
  }

  /**
   * What an expression gives. A `loosening` other than 0 moves the comparisons that decide it by so much, so that it is true
   * for longer (below 0: for shorter). Throws an ExpressionError, or PlanTooLarge.
   */
  evaluate(expression: Expression, scope: Scope, loosening = 0): Value {
    switch (expression.kind) {
      case 'number':
        return single(numberSeries(expression.value));
      case 'name':
        return this.#name(expression.name, expression.at, scope, loosening);
      case 'call':
        return this.#call(expression, scope, loosening);
      case 'pick': {
        const of = this.evaluate(expression.of, scope);
        const found = of.outputs.find(({ name }) => name === expression.output);
        if (found?.name) return { name: '', outputs: [{ ...found, name: '', shown: true }] };
        // what has one output only is its value
        if (expression.output === 'value' && of.outputs.length === 1) return of;
        const names = of.name ? of.outputs.map(({ name }) => name) : [];
        const others = suggestion(expression.output, names) || (names.length > 0 ? `: it has ${names.join(', ')}` : '');
        const whose = of.name || 'this';
        throw this.#error(scope, expression.at, `${whose} has no output "${expression.output}"${others}`);
      }
      case 'unary': {
        const isNot = expression.sign === 'not';
        const of = seriesOf(this.evaluate(expression.of, scope, isNot ? -loosening : 0));
        if (isNot) return single({ ...this.#builder.one('not', [of]), unit: 'boolean' });
        const unit = of.unit === 'boolean' ? 'number' : of.unit;
        return single({ ...this.#builder.one('multiply', [of, constant(-1)]), unit });
      }
      case 'binary':
        return this.#chain(expression, scope, loosening);
    }
  }

  /** The single series that an expression gives. */
  series(expression: Expression, scope: Scope, loosening = 0): Series {
    return seriesOf(this.evaluate(expression, scope, loosening));
  }

  /** The same as 0 and 1. */
  condition(series: Series): Series {
    if (series.unit === 'boolean') return series;
    const isZero = this.#builder.one('equal', [series, constant(0)]);
    return { ...this.#builder.one('not', [isZero]), unit: 'boolean' };
  }

  /** A chain of operators leans to the left and may be long: it is followed in a loop, not by recursion. */
  #chain(expression: Binary, scope: Scope, loosening: number): Value {
    const chain: { node: Binary; loosening: number }[] = [];
    let left: Expression = expression;
    let passed = loosening;
    while (left.kind === 'binary') {
      chain.push({ node: left, loosening: passed });
      if (left.sign !== 'and' && left.sign !== 'or') passed = 0;
      left = left.left;
    }
    let value = this.evaluate(left, scope, passed);
    for (const { node, loosening: own } of chain.toReversed()) {
      const isLogic = node.sign === 'and' || node.sign === 'or';
      const b = this.series(node.right, scope, isLogic ? own : 0);
      const a = seriesOf(value);
      value = single(this.#binary(node.sign, a, b, own));
    }
    return value;
  }

  #binary(sign: Binary['sign'], a: Series, b: Series, loosening: number): Series {
    const make = this.#builder;
    const truth = (signal: ReturnType<typeof make.one>): Series => ({ ...signal, unit: 'boolean' });
    switch (sign) {
      case '+':
        return { ...make.one('add', [a, b]), unit: unitOf(sign, a, b) };
      case '-':
        return { ...make.one('subtract', [a, b]), unit: unitOf(sign, a, b) };
      case '*':
        return { ...make.one('multiply', [a, b]), unit: unitOf(sign, a, b) };
      case '/':
        return { ...make.one('divide', [a, b, constant(Number.NaN)]), unit: unitOf(sign, a, b) };
      case '>':
        return truth(make.one('greater', [a, this.#moved(b, -loosening)]));
      case '>=':
        return truth(make.one('greaterEqual', [a, this.#moved(b, -loosening)]));
      case '<':
        return truth(make.one('greater', [this.#moved(b, loosening), a]));
      case '<=':
        return truth(make.one('greaterEqual', [this.#moved(b, loosening), a]));
      case '==':
        return loosening > 0 ? this.#near(a, b, loosening) : truth(make.one('equal', [a, b]));
      case '!=':
        return truth(make.one('not', [make.one('equal', [a, b])]));
      case 'and':
        return truth(make.one('and', [a, b]));
      case 'or':
        return truth(make.one('or', [a, b]));
    }
  }

  #moved(series: Series, by: number): Series {
    return by === 0 ? series : { ...this.#builder.one('add', [series, constant(by)]), unit: series.unit };
  }

  #near(a: Series, b: Series, distance: number): Series {
    const apart = this.#builder.one('absolute', [this.#builder.one('subtract', [a, b])]);
    return { ...this.#builder.one('greaterEqual', [constant(distance), apart]), unit: 'boolean' };
  }

  #name(name: string, at: number, scope: Scope, loosening: number): Value {
    const found = scope.find(name, loosening);
    if (found) return found;
    if (found === false) throw this.#error(scope, at, `"${name}" has a mistake of its own`);
    const input = INPUTS.get(name);
    if (input) return single(input);
    if (name === 'mid' || name === 'spread') {
      const [bid, ask] = [INPUTS.get('bid') as Series, INPUTS.get('ask') as Series];
      if (name === 'spread') return single({ ...this.#builder.one('subtract', [ask, bid]), unit: 'price' });
      const sum = this.#builder.one('add', [bid, ask]);
      return single({ ...this.#builder.one('multiply', [sum, constant(0.5)]), unit: 'price' });
    }
    if (scope.at !== undefined && name === '$unknown') return single(numberSeries(Number.NaN));
    const entry = CATALOG.get(name);
    if (entry) return this.#apply(entry, [], [], at, scope);
    const looks = this.#suggestions++ < MOST_SUGGESTIONS;
    const near = looks ? suggestion(name, [...scope.names(), ...INPUT_NAMES, ...CATALOG.keys()]) : '';
    throw this.#error(scope, at, `unknown name "${name}"${near}`);
  }

  #call(call: Extract<Expression, { kind: 'call' }>, scope: Scope, loosening: number): Value {
    const primitive = scope.at === undefined ? undefined : PRIMITIVES.get(call.name);
    const entry = CATALOG.get(call.name);
    if (!primitive && !entry) throw this.#error(scope, call.at, unknownFunction(call.name, scope.names(), INPUT_NAMES));
    const values = call.values.map((value) => this.series(value, scope));
    if (entry) {
      if (loosening !== 0 && CROSSINGS.has(entry.name) && values.length === 2) {
        const [a, b] = values as [Series, Series];
        if (entry.name !== 'cross') {
          return single(this.#binary(entry.name === 'crossover' ? '>' : '<', a, b, loosening));
        }
        if (loosening > 0) return single(this.#near(a, b, loosening));
      }
      return this.#apply(entry, values, call.values, call.at, scope);
    }
    const signals = (primitive as Primitive)(this.#builder, values);
    const unit = values[0]?.unit ?? 'number';
    const names = PRIMITIVE_OUTPUTS[call.name] ?? [''];
    return {
      name: names.length > 1 ? call.name : '',
      outputs: names.map((name, index) => ({
        name,
        shown: true,
        series: () => ({ ...(signals[index] as Series), unit }),
      })),
    };
  }

  /** A function of the catalog over these values. */
  #apply(
    entry: CatalogEntry,
    values: readonly Series[],
    nodes: readonly Expression[],
    at: number,
    scope: Scope,
  ): Value {
    const inside = scope.at !== undefined;
    const fail = (index: number, message: string) => this.#error(scope, index, message);
    const bound = bindArguments(entry, values, nodes, at, inside, fail);
    const names = new Map<string, Value>(bound.numbers.map(([name, value]) => [name, single(numberSeries(value))]));
    let first: Series | undefined;
    for (const parameter of entry.series) {
      const series = bound.series.get(parameter.name) ?? defaultOf(parameter);
      first ??= series;
      names.set(parameter.name, single(series));
    }
    const definition = new Definition(this, entry, names, scope.origin, scope.at ?? at);
    const keepsTruth = KEEP_TRUTH.has(entry.name);
    const outputs = entry.outputs.map((output) => {
      let made: Series | undefined;
      const series = () => {
        made ??= { ...definition.output(output.name), unit: unitOfOutput(output, first?.unit, keepsTruth) };
        return made;
      };
      return { name: output.name, shown: output.shown, series };
    });
    if (outputs.length > 1) return { name: entry.name, outputs };
    return single((outputs[0] as (typeof outputs)[0]).series());
  }

  #error(scope: Scope, at: number, message: string): ExpressionError {
    return mistake(scope.origin, scope.at ?? at, message);
  }
}

/** The definition of a function at one call: its parameters, and its expressions, worked out when they are asked for. */
class Definition implements Scope {
  readonly origin: Origin;
  readonly at: number;
  readonly #evaluator: Evaluator;
  readonly #entry: CatalogEntry;
  readonly #values: Map<string, Value>;

  constructor(evaluator: Evaluator, entry: CatalogEntry, parameters: Map<string, Value>, origin: Origin, at: number) {
    this.#evaluator = evaluator;
    this.#entry = entry;
    this.#values = parameters;
    this.origin = origin;
    this.at = at;
  }

  find(name: string): Value | undefined {
    const made = this.#values.get(name);
    if (made) return made;
    const expression = expressionsOf(this.#entry).get(name);
    if (!expression) return undefined;
    const value = this.#evaluator.evaluate(expression, this);
    this.#values.set(name, value);
    return value;
  }

  names(): Iterable<string> {
    return expressionsOf(this.#entry).keys();
  }

  output(name: string): Series {
    return seriesOf(this.find(name) as Value);
  }
}

const definitions = new Map<CatalogEntry, ReadonlyMap<string, Expression>>();

/** The expressions of a definition by name; one without a name is the value. */
function expressionsOf(entry: CatalogEntry): ReadonlyMap<string, Expression> {
  let expressions = definitions.get(entry);
  if (!expressions) {
    const origin = { attribute: `definition of ${entry.name}`, source: entry.name };
    const { statements, errors } = parseStatements(entry.definition, origin);
    if (errors[0]) throw errors[0];
    expressions = new Map(statements.map(({ name, expression }) => [name || 'value', expression]));
    definitions.set(entry, expressions);
  }
  return expressions;
}
