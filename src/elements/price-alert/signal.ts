/** An alert's condition became true, with what was known at that tick. Times in epoch ms; NaN: not known. */
export interface Signal {
  /** The alert's name and condition when it fired. */
  readonly name: string;
  readonly when: string;
  /** Source time of the tick. */
  readonly time: number;
  /** When it was received. */
  readonly received: number;
  readonly price: number;
  readonly bid: number;
  readonly ask: number;
  /** The widget's indicators by name. Frozen. */
  readonly values: Readonly<Record<string, number>>;
}
