/**
 * The keyboard, for plays: with it alone they do all that they do. A test that drives a browser lends its own keys, which go the whole way of a key;
 * without one, as in the catalog, events are made up.
 */
import { userEvent } from 'storybook/test';

declare global {
  /** Presses a key, `Shift+ArrowDown` too, as the person before the screen does. Main thread. */
  var pressOnKeyboard: ((key: string) => Promise<void>) | undefined;
}

/** Tabs after which a place is taken for one that they do not lead to. */
const MOST_TABS = 80;

const RADIO = 'input[type=radio]';
const ARROWS = new Map([
  ['ArrowDown', 1],
  ['ArrowRight', 1],
  ['ArrowUp', -1],
  ['ArrowLeft', -1],
]);

const TABBED = 'a[href], button, input, select, textarea, summary, [tabindex]';

/** What has the focus, in whichever shadow root it is. */
export function focused(): HTMLElement | null {
  let element = document.activeElement;
  while (element?.shadowRoot?.activeElement) element = element.shadowRoot.activeElement;
  return element as HTMLElement | null;
}

/** Presses keys by their names, one after another: `press('ArrowDown', 'Shift+ArrowDown', 'Space', 'a')`. */
export async function press(...keys: readonly string[]): Promise<void> {
  for (const key of keys) {
    if (globalThis.pressOnKeyboard) await globalThis.pressOnKeyboard(key);
    else if (key === 'Tab') tabOn();
    else if (ARROWS.has(key) && focused()?.matches(RADIO)) chooseNext(ARROWS.get(key) as number);
    else await userEvent.keyboard(madeUp(key));
  }
}

/** Presses the tab key until something that matches has the focus; fails where it does not lead there. */
export async function tabTo(selector: string): Promise<HTMLElement> {
  for (let tabs = 0; tabs < MOST_TABS; tabs++) {
    await press('Tab');
    const here = focused();
    if (here?.matches(selector)) return here;
  }
  throw new Error(`the tab key does not lead to ${selector}`);
}

/** As user-event writes it: `{Shift>}{ArrowDown}{/Shift}`. */
function madeUp(key: string): string {
  const parts = key.split('+');
  const last = parts.pop() as string;
  const name = last === 'Space' ? ' ' : last.length > 1 ? `{${last}}` : last;
  return parts.map((part) => `{${part}>}`).join('') + name + parts.map((part) => `{/${part}}`).join('');
}

/** Made-up arrows know nothing of radio buttons in shadow roots. */
function chooseNext(step: number): void {
  const here = focused() as HTMLInputElement;
  const root = here.getRootNode() as Document | ShadowRoot;
  const group = [...root.querySelectorAll<HTMLInputElement>(`${RADIO}[name="${here.name}"]`)];
  const next = group.at((group.indexOf(here) + step) % group.length);
  next?.focus();
  next?.click();
}

/** Made-up tabs know nothing of shadow roots, so that the order is gone through here. */
function tabOn(): void {
  const places = placesIn(document).filter((place) => place.tabIndex >= 0 && place.checkVisibility());
  const here = focused();
  const next = places[here ? places.indexOf(here) + 1 : 0];
  // after the last one it leaves the page
  if (next) next.focus();
  else here?.blur();
}

function placesIn(root: Document | ShadowRoot | Element): HTMLElement[] {
  return [...root.querySelectorAll<HTMLElement>('*')].flatMap((element) => {
    const inside = element.shadowRoot ? placesIn(element.shadowRoot) : [];
    const isPlace = element.matches(TABBED) && !element.matches(':disabled, input[type=radio]:not(:checked)');
    return isPlace ? [element, ...inside] : inside;
  });
}
