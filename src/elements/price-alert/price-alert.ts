import { css, html, type PropertyValues, type TemplateResult } from 'lit';
import { withVoice } from '../shared/announcer.js';
import { type AlertGuest, type AlertHome, findHome, homeless } from '../shared/find-widget.js';
import { IndicatorErrorEvent } from '../shared/indicator-error.js';
import { property } from '../shared/property.js';
import { SettledElement } from '../shared/settled-element.js';
import type { Urgency } from '../shared/voice.js';
import { type PriceAlertEventMap, SignalEvent } from './alert-events.js';
import type { Signal } from './signal.js';

/** An alert without a widget says so after this long: frameworks move things into place late. */
const GRACE_MS = 1000;
const HOMELESS = 'there is no <ticker-widget> around it';
const MISSING = 'when is missing';
/** The widget's slot for alerts. */
const SLOT = 'alerts';

/**
 * @tag price-alert
 * @summary A condition that is looked at with every tick of the `<ticker-widget>` around it. Shows its content, if any.
 * @slot - Shown as it is; without content the alert takes no room.
 * @fires {SignalEvent} signal - The condition became true. At once, on hidden pages too, in the order of the ticks. Bubbles.
 * @fires {IndicatorErrorEvent} indicatorerror - The condition has a mistake, or there is no widget around it; also written to the console, once. Bubbles.
 * @cssstate active - The kernel looks at it.
 * @cssstate fired - It has fired since it was armed by `reset()`, another condition or another widget.
 * @cssstate error - Something is wrong with it.
 */
export class PriceAlert extends SettledElement<PriceAlertEventMap> implements AlertGuest {
  static override styles = css`
    :host {
      display: contents;
    }
    :host([hidden]) {
      display: none;
    }
  `;

  /** A condition in the language of the widget's `indicators`, whose names it may use, and those of its other alerts: `crossover(fast, slow) and rsi(14) < 70`. */
  @property() when = '';
  /** What signals, and other alerts of the widget, call it. */
  @property() name = '';
  /** Fires once; without it whenever the condition becomes true again. */
  @property({ type: Boolean }) once = false;
  /** How far each comparison of `when` must be left again before the alert can fire anew, in the unit of what is compared; 0 or more. */
  @property({ type: Number }) hysteresis = 0;

  /** Whether a screen reader hears that it fired: `off`; `polite`, when it has come to an end; `assertive`, breaking in. Several are heard one after another. */
  @property() announce: 'off' | Urgency = 'off';

  /** @internal */
  armings = 0;
  #home: AlertHome | undefined;
  #active = false;
  #count = 0;
  #last: Signal | null = null;
  #problem = '';
  #grace: ReturnType<typeof setTimeout> | undefined;

  /** The kernel looks at it: with every tick from now on. */
  get active(): boolean {
    return this.#active;
  }

  /** Signals since it was armed by `reset()`, another condition or another widget. */
  get count(): number {
    return this.#count;
  }

  /** The last of them; null: none yet. */
  get lastSignal(): Signal | null {
    return this.#last;
  }

  /** Arms it anew, as if it had never fired: it fires with the next tick for which its condition is true. */
  reset(): void {
    this.armings++;
    this.#clear();
    this.#home?.alertChanged(this);
  }

  /** @internal */
  findHome(): void {
    if (!this.isConnected) return;
    const home = findHome(this);
    if (home !== this.#home) {
      this.#home?.dropAlert(this);
      this.#clear();
      this.watched(false);
      this.#home = home;
      // a widget shows its other content only while it waits
      if (home === this.parentNode) this.slot ||= SLOT;
      else if (this.slot === SLOT) this.removeAttribute('slot');
      home?.addAlert(this);
    }
    if (home) {
      homeless.delete(this);
      if (this.#problem === HOMELESS) this.judged('widget', '');
    } else homeless.add(this);
    if (!home || !this.when.trim()) this.#grace ??= setTimeout(() => this.#miss(), GRACE_MS);
  }

  /** @internal */
  judged(about: string, problem: string): void {
    if (problem === this.#problem) return;
    this.#problem = problem;
    this.changeState('error', problem && 'error');
    const mark = this.name && ` name="${this.name}"`;
    if (problem) this.tell(new IndicatorErrorEvent(about, problem), problem, mark);
  }

  /** @internal */
  watched(active: boolean): void {
    this.#active = active;
    this.changeState('active', active ? 'active' : '');
  }

  /** @internal */
  fired(signal: Signal): void {
    this.#count++;
    this.#last = signal;
    this.changeState('', 'fired');
    this.tell(new SignalEvent(signal));
    const { announce } = this;
    if (announce === 'polite' || announce === 'assertive') this.#home?.saySignal(signal, announce);
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.findHome();
  }

  /** @internal */
  override connectedMoveCallback(): void {
    this.findHome();
  }

  protected override settle(): void {
    this.#prepare();
    this.findHome();
  }

  protected override leave(): void {
    clearTimeout(this.#grace);
    this.#grace = undefined;
    homeless.delete(this);
    this.#home?.dropAlert(this);
    this.#home = undefined;
    this.watched(false);
    this.judged('widget', '');
  }

  protected override render(): TemplateResult {
    return html`<slot></slot>`;
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (!this.hasUpdated) return;
    if (changed.has('when') || changed.has('hysteresis')) this.#clear();
    if (changed.has('when')) this.judged('when', this.when.trim() ? '' : MISSING);
    if (changed.has('announce')) this.#prepare();
    // one that is done would never fire again
    if (changed.get('once')) this.armings++;
    this.#home?.alertChanged(this);
  }

  /** The page's voice has to be there before there is something to say. */
  #prepare(): void {
    if (this.announce === 'polite' || this.announce === 'assertive') withVoice(({ prepare }) => prepare());
  }

  #miss(): void {
    this.#grace = undefined;
    if (!this.#home) this.judged('widget', HOMELESS);
    else if (!this.when.trim()) this.judged('when', MISSING);
  }

  #clear(): void {
    this.#count = 0;
    this.#last = null;
    this.changeState('fired', '');
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'price-alert': PriceAlert;
  }
}
