import type { AlertText, Compiled } from '../../indicators/compile.js';
import type { TakenSignal } from '../../memory/signal-reader.js';
import type { AlertGuest } from '../shared/find-widget.js';

/** What a number in a plan stands for. */
interface Numbered {
  readonly alert: AlertGuest;
  readonly text: AlertText;
}

/** What is known of an alert. */
interface Known {
  /** What its problems are noted under. */
  readonly about: string;
  /** By which kernels know it: another number whenever it is to be armed anew. */
  id: number;
  /** What the number stands for, as text. */
  armed: string;
}

/** The alerts of one widget: their numbers in its plans, what is wrong with them, and their signals. Main thread. */
export class TickerAlerts {
  readonly #known = new Map<AlertGuest, Known>();
  /** Numbers that a plan may still use. */
  readonly #numbered = new Map<number, Numbered>();
  /** Those with a condition, in the order of the last `read`. */
  #order: readonly AlertGuest[] = [];
  #ids = 0;
  #added = 0;

  add(alert: AlertGuest): void {
    this.#known.set(alert, { about: `alert ${++this.#added}`, id: 0, armed: '' });
  }

  /** Forgets an alert; what its problems were noted under. */
  drop(alert: AlertGuest): string {
    const about = this.#known.get(alert)?.about ?? '';
    this.#known.delete(alert);
    return about;
  }

  /** The widget has left: whoever is not in it any more finds another. */
  leave(): void {
    for (const alert of [...this.#known.keys()]) alert.findHome();
  }

  /** Whether any has a condition. */
  get some(): boolean {
    for (const { when } of this.#known.keys()) if (when.trim()) return true;
    return false;
  }

  /** The alerts as they are now, in the order of the document: so they fire where several do at one tick. */
  read(): AlertText[] {
    const follows = Node.DOCUMENT_POSITION_FOLLOWING;
    this.#order = [...this.#known.keys()]
      .filter(({ when }) => when.trim())
      .sort((a, b) => (a.compareDocumentPosition(b) & follows ? -1 : 1));
    return this.#order.map((alert) => {
      const known = this.#known.get(alert) as Known;
      const { when, name, once, hysteresis, armings } = alert;
      const armed = JSON.stringify([when, hysteresis, armings]);
      if (armed !== known.armed) {
        known.id = ++this.#ids;
        known.armed = armed;
      }
      const text = { name, when, hysteresis, once, id: known.id };
      this.#numbered.set(known.id, { alert, text });
      return text;
    });
  }

  /** Tells every alert, and `note`, what is wrong with it. `compiled`: what came of the last `read`. */
  judge({ errors }: Compiled, note: (about: string, message: string) => void): void {
    this.#order.forEach((alert, index) => {
      const message = errors.find(({ source }) => source === index)?.message ?? '';
      alert.judged(message.startsWith('hysteresis') ? 'hysteresis' : 'when', message);
      const about = this.#known.get(alert)?.about;
      if (about) note(about, message && alert.name ? `${alert.name}: ${message}` : message);
    });
  }

  /** Another plan is in use, or none. */
  watch(compiled?: Compiled): void {
    const watched = new Set(compiled?.alerts.map(({ id }) => id));
    for (const [alert, { id }] of this.#known) alert.watched(watched.has(id));
    const ids = new Set([...this.#known.values()].map(({ id }) => id));
    for (const id of this.#numbered.keys()) if (!watched.has(id) && !ids.has(id)) this.#numbered.delete(id);
  }

  /** Has each alert fire that is still here, in order. `compiled`: whose signals they are. */
  fire(signals: readonly TakenSignal[], { outputs }: Compiled): void {
    for (const { alert: id, outputs: values, ...signal } of signals) {
      const { alert, text } = this.#numbered.get(id) ?? {};
      if (!alert || !text || !this.#known.has(alert)) continue;
      const named = Object.freeze(
        Object.fromEntries(outputs.map(({ name }, index) => [name, values[index] as number])),
      );
      alert.fired(Object.freeze({ name: text.name ?? '', when: text.when, ...signal, values: named }));
    }
  }
}
