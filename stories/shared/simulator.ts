/** What a story may ask of the simulator that feeds it, inside the page. */
export interface SimulatorArgs {
  /** Ticks a second. */
  readonly rate: number;
  readonly seed: number;
  /** Ticks after which the market falls silent; 0: never. */
  readonly count: number;
}

export const simulatorArgs: SimulatorArgs = { rate: 25, seed: 7, count: 0 };

export const simulatorArgTypes = {
  rate: {
    type: 'number',
    control: { type: 'number', min: 0 },
    description: 'Ticks a second',
    table: { category: 'simulator' },
  },
  seed: {
    type: 'number',
    control: { type: 'number', min: 0 },
    description: 'The same seed gives the same ticks',
    table: { category: 'simulator' },
  },
  count: {
    type: 'number',
    control: { type: 'number', min: 0 },
    description: 'Ticks after which the market falls silent; 0: never',
    table: { category: 'simulator' },
  },
} as const;

/** The `src` of a feed on the simulator. */
export function simulated({ rate, seed, count }: SimulatorArgs): string {
  return `sim:rate=${rate}&seed=${seed}${count > 0 ? `&count=${count}` : ''}`;
}
