/** A rem in pixels, as the page has it now. */
export const remPixels = (): number => Number.parseFloat(getComputedStyle(document.documentElement).fontSize);
