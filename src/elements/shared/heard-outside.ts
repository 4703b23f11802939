/** How events leave an element: they bubble and leave shadow roots, so that a page can listen in one place. */
export const heardOutside = { bubbles: true, composed: true };
