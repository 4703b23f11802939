/**
 * Which widget an alert belongs to: as feeds and widgets do, they find one another in whichever order they come.
 */
import type { Signal } from '../price-alert/signal.js';
import type { Urgency } from './voice.js';

/** An alert that looks for its widget, or has one. */
export interface AlertGuest extends HTMLElement {
  readonly when: string;
  readonly name: string;
  readonly once: boolean;
  readonly hysteresis: number;
  /** Grows whenever the alert shall be armed anew. */
  readonly armings: number;
  /** Looks for its widget again. */
  findHome(): void;
  /** What is wrong with its condition; nothing where the problem is empty. */
  judged(about: string, problem: string): void;
  /** Whether the kernel looks at it. */
  watched(active: boolean): void;
  fired(signal: Signal): void;
}

/** A widget that takes alerts. */
export interface AlertHome extends HTMLElement {
  addAlert(alert: AlertGuest): void;
  /** Another condition, name or way to fire. */
  alertChanged(alert: AlertGuest): void;
  dropAlert(alert: AlertGuest): void;
  /** Has a signal of one of them heard. */
  saySignal(signal: Signal, urgency: Urgency): void;
}

const homes = new WeakSet<Node>();
/** Alerts outside of any widget, to be told whenever one comes. */
export const homeless = new Set<AlertGuest>();

/** From now on alerts find this widget. */
export function announceHome(home: AlertHome): void {
  homes.add(home);
  for (const alert of [...homeless]) alert.findHome();
}

/** The closest widget around an alert, as the page is shown: through the slots it is in, shadow boundaries crossed. */
export function findHome(alert: AlertGuest): AlertHome | undefined {
  for (let node: Node | null = alert; node; ) {
    node = (node as Element).assignedSlot ?? node.parentNode ?? (node as ShadowRoot).host ?? null;
    if (node && homes.has(node)) return node as AlertHome;
  }
  return undefined;
}
