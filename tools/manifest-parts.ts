/** The manifest as our tools read it: what an element has, by its tag. */

/** Something with a name, and what it is for. */
export interface NamedPart {
  readonly name: string;
  readonly description?: string;
}

export interface TypedPart extends NamedPart {
  readonly type?: { readonly text: string };
  readonly default?: string;
}

export interface AttributePart extends TypedPart {
  /** The property that follows it. */
  readonly fieldName?: string;
}

export interface MemberPart extends TypedPart {
  readonly kind: 'field' | 'method';
  readonly readonly?: boolean;
  readonly parameters?: readonly TypedPart[];
  readonly return?: { readonly type?: { readonly text: string } };
}

/** What the manifest says of one element. */
export interface ElementParts {
  readonly tagName: string;
  /** The name of its class. */
  readonly name: string;
  readonly summary: string;
  readonly attributes: readonly AttributePart[];
  readonly members: readonly MemberPart[];
  readonly events: readonly TypedPart[];
  readonly slots: readonly NamedPart[];
  readonly cssParts: readonly NamedPart[];
  readonly cssProperties: readonly TypedPart[];
  readonly cssStates: readonly NamedPart[];
}

interface Manifest {
  readonly modules: readonly { readonly declarations?: readonly Partial<ElementParts>[] }[];
}

const NOTHING = {
  ...{ summary: '', attributes: [], members: [], events: [] },
  ...{ slots: [], cssParts: [], cssProperties: [], cssStates: [] },
};

/** The elements of a manifest, in the order of their tags. `text`: custom-elements.json. */
export function elementsOf(text: string): ElementParts[] {
  const { modules }: Manifest = JSON.parse(text);
  return modules
    .flatMap(({ declarations = [] }) => declarations)
    .filter((part): part is ElementParts => part.tagName !== undefined)
    .map((part) => ({ ...NOTHING, ...part }))
    .sort((a, b) => (a.tagName < b.tagName ? -1 : 1));
}

/** One line of what it says. */
export const oneLine = (text = '') => text.replace(/\s+/g, ' ').trim();
