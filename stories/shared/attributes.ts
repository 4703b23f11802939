import { noChange } from 'lit';
import {
  Directive,
  type DirectiveResult,
  directive,
  type ElementPart,
  type PartInfo,
  PartType,
} from 'lit/directive.js';
import manifest from '../../custom-elements.json';

interface Attribute {
  readonly name: string;
  readonly default?: string;
}

interface Declaration {
  readonly tagName?: string;
  readonly attributes?: readonly Attribute[];
  readonly cssProperties?: readonly { readonly name: string }[];
}

const declarations: readonly Declaration[] = manifest.modules.flatMap(({ declarations = [] }) => declarations);
const byTag = new Map(declarations.flatMap((each) => (each.tagName ? [[each.tagName, each] as const] : [])));

/** What to write for a value; undefined: nothing, as it is the default. */
function written(value: unknown, attribute: Attribute): string | undefined {
  if (value === undefined || value === null || value === false || value === '') return undefined;
  if (value === true) return '';
  const text = String(value);
  return text === attribute.default?.replace(/^'|'$/g, '') ? undefined : text;
}

class Attributes extends Directive {
  constructor(part: PartInfo) {
    super(part);
    if (part.type !== PartType.ELEMENT) throw new Error('attributes() stands inside of a tag, and is no value');
  }

  override render(_args: object): unknown {
    return noChange;
  }

  override update({ element }: ElementPart, [args]: [object]): unknown {
    const { attributes = [], cssProperties = [] } = byTag.get(element.localName) ?? {};
    const given = args as Readonly<Record<string, unknown>>;
    for (const attribute of attributes) {
      const { name } = attribute;
      if (!(name in given)) continue;
      const text = written(given[name], attribute);
      if (text === undefined) element.removeAttribute(name);
      else if (element.getAttribute(name) !== text) element.setAttribute(name, text);
    }
    for (const { name } of cssProperties) {
      if (name in given) (element as HTMLElement).style.setProperty(name, String(given[name] ?? ''));
    }
    return noChange;
  }
}

/**
 * Writes those of a story's arguments that the manifest has as attributes or custom properties of the element: `<ticker-widget ${attributes(args)}>`.
 * What is left out or has its default is not written, so that the code to copy is as a user writes it.
 */
export const attributes = directive(Attributes) as (args: object) => DirectiveResult<typeof Attributes>;
