/**
 * The language of `indicators`, of an alert's `when` and of `symbol`, and what it becomes: a plan of steps that a kernel runs,
 * compiled once. One way through: tokens, parse (expressions with positions), evaluate (names and functions of the catalog
 * become steps of a plan builder), compile (named results, outputs, alerts). Nothing here runs per tick.
 *
 * All values are numbers: a condition is 1 or 0 where a number is needed, and a number other than 0 is true where a condition
 * is. What is not known yet, or divided by 0, is unknown (NaN): `and` is 0 where either side is 0, `or` 1 where either is
 * true, whatever the other; every other sign and function hands unknown on.
 */

import type { Plan, PlanAlert, PlanSource } from '../memory/plan.js';
import { CATALOG, type Unit } from './catalog/index.js';
import { Evaluator, INPUT_NAMES, type Scope } from './evaluate.js';
import { ExpressionError, mistake, type Origin } from './expression-error.js';
import { type Expression, mentioned, NESTING_LIMIT, parseExpression, parseStatements } from './parse.js';
import { PlanBuilder, PlanTooLarge } from './plan-builder.js';
import { type Series, seriesOf, type Value } from './value.js';

/** An alert as it was written. */
export interface AlertText {
  /** By which other alerts may use its condition; of alerts with the same name the first is meant. */
  readonly name?: string;
  /** A condition in the language of `indicators`; it may use their names and those of other alerts. */
  readonly when: string;
  /**
   * How far `when` must be left again before the alert can fire anew: while it holds with every comparison moved by so much, a
   * fired alert stays quiet. 0 or more; 0 by default. `a > b` becomes `a > b - h`, `crossover(a, b)` the same, `a == b`
   * becomes `abs(a - b) <= h`, under `not` all turn round; `!=` and comparisons inside of arithmetic or functions stay.
   */
  readonly hysteresis?: number;
  /** Fires once. */
  readonly once?: boolean;
  /** A number by which the alert is known in other plans of the same widget. */
  readonly id: number;
}

export interface CompileRequest {
  readonly indicators?: string;
  readonly alerts?: readonly AlertText[];
}

/** One published series, in the order of the plan's outputs. */
export interface CompiledOutput {
  /** `fast`, `macd.signal`, or the expression as it was written. */
  readonly name: string;
  readonly unit: Unit;
  /** Positions before the first value. */
  readonly warmup: number;
  /** false: published, but not shown unless it is asked for. */
  readonly shown: boolean;
}

/** One alert, in the order of the plan's alerts. */
export interface CompiledAlert {
  readonly name: string;
  readonly id: number;
  /** Its place in the request. */
  readonly index: number;
}

export interface Compiled {
  readonly plan: Plan;
  readonly outputs: readonly CompiledOutput[];
  readonly alerts: readonly CompiledAlert[];
  /** Every mistake, in the order of the text; its `source` is 'indicators' or the place of the alert in the request. The others are in the plan. */
  readonly errors: readonly ExpressionError[];
  /** The INPUTs that the plan reads, in order. */
  readonly inputs: readonly number[];
  /** Positions before the last of outputs and alerts has its first value. */
  readonly warmup: number;
}

/** A statement of `indicators`, or an alert: what can be named, and fail, by itself. */
interface Item {
  readonly name: string;
  readonly origin: Origin;
  /** Index of its beginning, for errors about all of it. */
  readonly at: number;
  readonly text: string;
  readonly expression: Expression;
  readonly alert?: { readonly text: AlertText; readonly index: number };
  value?: Value;
}

const INDICATORS: Origin = { attribute: 'indicators', source: 'indicators' };

class Compilation {
  readonly builder = new PlanBuilder();
  readonly errors: ExpressionError[] = [];
  readonly #evaluator = new Evaluator(this.builder);
  readonly #results = new Map<string, Item>();
  readonly #alerts = new Map<string, Item>();
  readonly #loosened = new Map<string, Value>();
  #depth = 0;

  /** Reads everything, and evaluates it in the order of dependence. Items with a mistake have no value. */
  items({ indicators = '', alerts = [] }: CompileRequest): readonly Item[] {
    const items = [...this.#statements(indicators), ...this.#whens(alerts)];
    for (const item of this.#inOrder(items)) {
      this.#try(item, () => {
        item.value = this.#evaluator.evaluate(item.expression, this.#scope(item));
        if (item.alert) seriesOf(item.value);
      });
    }
    return items;
  }

  #statements(text: string): Item[] {
    const { statements, errors } = parseStatements(text, INDICATORS);
    this.errors.push(...errors);
    const items: Item[] = [];
    for (const statement of statements) {
      const { name, at } = statement;
      if (INPUT_NAMES.includes(name)) this.errors.push(mistake(INDICATORS, at, `the name "${name}" is an input's`));
      else if (this.#results.has(name)) this.errors.push(mistake(INDICATORS, at, `the name "${name}" is taken`));
      else {
        const item = { ...statement, origin: INDICATORS };
        if (name) this.#results.set(name, item);
        items.push(item);
      }
    }
    return items;
  }

  #whens(alerts: readonly AlertText[]): Item[] {
    const items: Item[] = [];
    alerts.forEach((text, index) => {
      const origin: Origin = { attribute: 'when', source: index };
      const { hysteresis = 0 } = text;
      if (!(hysteresis >= 0 && hysteresis < Number.POSITIVE_INFINITY)) {
        this.errors.push(new ExpressionError('hysteresis', 1, 'expected a number, 0 or more', index));
        return;
      }
      this.#try({ origin, at: 0 }, () => {
        const expression = parseExpression(text.when, origin);
        const name = text.name?.trim() ?? '';
        const item: Item = { name, origin, at: 0, text: text.when, expression, alert: { text, index } };
        if (name && !this.#alerts.has(name)) this.#alerts.set(name, item);
        items.push(item);
      });
    });
    return items;
  }

  /** What a name means in an item: a result, or in an alert another alert, unless the name is an input's or a function's. */
  #meant(name: string, item: Item): Item | undefined {
    const result = this.#results.get(name);
    if (result || !item.alert || INPUT_NAMES.includes(name) || CATALOG.has(name)) return result;
    return this.#alerts.get(name);
  }

  /** Items so that each comes behind those it mentions. Those of a cycle are left out, and an error tells of it. */
  #inOrder(items: readonly Item[]): Item[] {
    const order: Item[] = [];
    const state = new Map<Item, 'open' | 'done'>();
    const cyclic = new Set<Item>();
    for (const root of items) {
      // a path of open items: chains of names may be longer than the stack is deep
      const path: { item: Item; rest: { name: string; at: number }[] }[] = [];
      const open = (item: Item) => {
        state.set(item, 'open');
        path.push({ item, rest: mentioned(item.expression).toReversed() });
      };
      if (!state.has(root)) open(root);
      for (let top = path.at(-1); top; top = path.at(-1)) {
        const next = top.rest.pop();
        if (!next) {
          state.set(top.item, 'done');
          order.push(top.item);
          path.pop();
          continue;
        }
        const meant = this.#meant(next.name, top.item);
        if (!meant || state.get(meant) === 'done') continue;
        if (state.get(meant) !== 'open') {
          open(meant);
          continue;
        }
        const members = path.slice(path.findIndex(({ item }) => item === meant)).map(({ item }) => item);
        for (const member of members) cyclic.add(member);
        const cycle = members.map((member) => member.name);
        const shown = cycle.length > 6 ? [...cycle.slice(0, 3), '...', ...cycle.slice(-2)] : cycle;
        const hint = CATALOG.has(next.name) ? `; the function is ${next.name}()` : '';
        const way = [...shown, next.name].join(' -> ');
        this.errors.push(mistake(top.item.origin, next.at, `"${next.name}" depends on itself: ${way}${hint}`));
      }
    }
    return order.filter((item) => !cyclic.has(item));
  }

  #scope(item: Item): Scope {
    return {
      origin: item.origin,
      find: (name, loosening) => {
        const meant = this.#meant(name, item);
        return meant && (meant.value ? this.#named(meant, meant.value, loosening) : false);
      },
      names: () => [...this.#results.keys(), ...(item.alert ? this.#alerts.keys() : [])],
    };
  }

  /** A named condition of `indicators` is loosened with the alert that uses it; another alert is what it is. */
  #named(item: Item, value: Value, loosening: number): Value {
    if (loosening === 0 || item.alert || seriesOf(value).unit !== 'boolean') return value;
    const key = `${loosening} ${item.name}`;
    let loosened = this.#loosened.get(key);
    if (!loosened) {
      if (++this.#depth > NESTING_LIMIT) throw mistake(item.origin, item.at, `more than ${NESTING_LIMIT} names deep`);
      loosened = this.#evaluator.evaluate(item.expression, this.#scope(item), loosening);
      this.#loosened.set(key, loosened);
      this.#depth--;
    }
    return loosened;
  }

  /** An alert's condition, and the same loosened by its hysteresis. */
  conditions(item: Item, { hysteresis = 0 }: AlertText): { when: Series; hold: Series } | undefined {
    return this.#try(item, () => {
      const when = this.#evaluator.condition(seriesOf(item.value as Value));
      if (hysteresis === 0) return { when, hold: when };
      this.#depth = 0;
      const loosened = this.#evaluator.series(item.expression, this.#scope(item), hysteresis);
      return { when, hold: this.#evaluator.condition(loosened) };
    });
  }

  /** What a statement publishes, the output that is meant first. */
  published(item: Item): readonly { readonly name: string; readonly shown: boolean; readonly series: Series }[] {
    const { outputs, name: functionName } = item.value as Value;
    const made = this.#try(item, () => outputs.map((output) => ({ ...output, series: output.series() })));
    const several = outputs.length > 1;
    const base = item.name || (several ? functionName : item.text);
    return (made ?? []).map((output, index) => ({ ...output, name: index === 0 ? base : `${base}.${output.name}` }));
  }

  /** Keeps an error about an item; nothing is returned then. */
  #try<T>({ origin, at }: Pick<Item, 'origin' | 'at'>, make: () => T): T | undefined {
    try {
      return make();
    } catch (error) {
      if (error instanceof ExpressionError) this.errors.push(error);
      else if (error instanceof PlanTooLarge) {
        this.errors.push(mistake(origin, at, `the plan would have ${error.message}`));
      } else throw error;
      return undefined;
    }
  }
}

/** Reads indicators and alerts, and makes one plan of all that has no mistake. Never throws for what was written. */
export function compile(request: CompileRequest): Compiled {
  const compilation = new Compilation();
  const outputs: (CompiledOutput & { readonly source: PlanSource })[] = [];
  const alerts: (CompiledAlert & PlanAlert & { readonly warmup: number })[] = [];
  const taken = new Set<string>();
  for (const item of compilation.items(request)) {
    if (!item.value) continue;
    if (item.alert) {
      const { text, index } = item.alert;
      const conditions = compilation.conditions(item, text);
      if (!conditions) continue;
      const { when, hold } = conditions;
      const warmup = Math.max(when.warmup, hold.warmup);
      const { id, once = false } = text;
      alerts.push({ name: item.name, id, index, once, when: when.source, hold: hold.source, warmup });
      continue;
    }
    const published = compilation.published(item);
    const double = published.find(({ name }) => taken.has(name));
    if (double) {
      const advice = item.name ? '' : `: name one, such as other: ${item.text}`;
      compilation.errors.push(mistake(item.origin, item.at, `the name "${double.name}" is taken${advice}`));
      continue;
    }
    for (const { name, shown, series } of published) {
      taken.add(name);
      outputs.push({ name, unit: series.unit, warmup: series.warmup, shown, source: series.source });
    }
  }
  const plan = compilation.builder.plan(
    outputs.map(({ source }) => source),
    alerts.map(({ when, hold, id, once }) => ({ when, hold, id, once })),
  );
  return {
    plan,
    outputs: outputs.map(({ name, unit, warmup, shown }) => ({ name, unit, warmup, shown })),
    alerts: alerts.map(({ name, id, index }) => ({ name, id, index })),
    errors: compilation.errors.sort((a, b) => placeOf(a) - placeOf(b) || a.column - b.column),
    inputs: inputsOf(plan),
    warmup: Math.max(0, ...outputs.map(({ warmup }) => warmup), ...alerts.map(({ warmup }) => warmup)),
  };
}

/** The order of errors: those of `indicators` first, then alert by alert. */
const placeOf = ({ source }: ExpressionError) => (typeof source === 'number' ? source : -1);

function inputsOf({ steps, outputs, alerts }: Plan): readonly number[] {
  const sources = [
    ...steps.flatMap((step) => step.inputs),
    ...outputs,
    ...alerts.flatMap(({ when, hold }) => [when, hold]),
  ];
  const inputs = new Set(sources.flatMap((source) => ('input' in source ? [source.input] : [])));
  return [...inputs].sort((a, b) => a - b);
}
