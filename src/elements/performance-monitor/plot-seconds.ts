/** Seconds that a plot shows. */
export const PLOT_SECONDS = 60;
