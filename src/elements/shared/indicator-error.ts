import { heardOutside } from './heard-outside.js';

/** Something keeps a widget from showing, or an alert from watching, what was asked for. */
export class IndicatorErrorEvent extends Event {
  /** The attribute with the mistake, or `kernel` where no kernel runs, or `signals` where some were lost. */
  readonly about: string;
  readonly message: string;

  constructor(about: string, message: string) {
    super('indicatorerror', heardOutside);
    this.about = about;
    this.message = message;
  }
}
