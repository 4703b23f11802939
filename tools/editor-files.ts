/**
 * What editors know of the elements, made from the manifest: `vscode.html-custom-data.json` and `vscode.css-custom-data.json` for VS Code and what reads
 * its format, `web-types.json` for JetBrains' editors. The build writes them into `dist/`; package.json names the last one.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { ROOT } from './files.ts';
import { type AttributePart, type ElementParts, elementsOf, type NamedPart, oneLine } from './manifest-parts.ts';

/** The texts of an attribute that is one of several. */
function choices({ type }: AttributePart): string[] {
  return [...(type?.text ?? '').matchAll(/'([^']+)'/g)].map(([, text = '']) => text);
}

const markdown = (text: string) => ({ kind: 'markdown', value: text });

const says = ({ description }: NamedPart) => oneLine(description);

/** What an element has besides its attributes, for whoever points at its tag. */
function describe(element: ElementParts): string {
  const list = (title: string, parts: readonly NamedPart[], name: (name: string) => string) =>
    parts.length ? [`**${title}**`, ...parts.map((part) => `- \`${name(part.name)}\` ${says(part)}`)].join('\n') : '';
  const sections = [
    oneLine(element.summary),
    list('Events', element.events, (name) => name),
    list('Slots', element.slots, (name) => name || 'default'),
    list('States', element.cssStates, (name) => `:state(${name})`),
    list('Parts', element.cssParts, (name) => `::part(${name})`),
  ];
  return sections.filter(Boolean).join('\n\n');
}

function htmlData(elements: readonly ElementParts[]): object {
  return {
    version: 1.1,
    tags: elements.map((element) => ({
      name: element.tagName,
      description: markdown(describe(element)),
      attributes: element.attributes.map((attribute) => ({
        name: attribute.name,
        description: markdown(says(attribute)),
        ...(attribute.type?.text === 'boolean' && { valueSet: 'v' }),
        ...(choices(attribute).length > 0 && { values: choices(attribute).map((name) => ({ name })) }),
      })),
    })),
  };
}

/** Each once, with what the first element says of it, and of which elements it is. */
function collected(elements: readonly ElementParts[], parts: (element: ElementParts) => readonly NamedPart[]) {
  const all = new Map<string, { description: string; tags: string[] }>();
  for (const element of elements) {
    for (const part of parts(element)) {
      const one = all.get(part.name) ?? { description: says(part), tags: [] };
      one.tags.push(`\`<${element.tagName}>\``);
      all.set(part.name, one);
    }
  }
  return [...all].map(([name, { description, tags }]) => ({ name, description: `${description} ${tags.join(' ')}` }));
}

function cssData(elements: readonly ElementParts[]): object {
  const named = (parts: (element: ElementParts) => readonly NamedPart[], name: (name: string) => string) =>
    collected(elements, parts).map((one) => ({ name: name(one.name), description: markdown(one.description) }));
  return {
    version: 1.1,
    properties: named(
      ({ cssProperties }) => cssProperties,
      (name) => name,
    ),
    pseudoClasses: named(
      ({ cssStates }) => cssStates,
      (name) => `:state(${name})`,
    ),
    pseudoElements: named(
      ({ cssParts }) => cssParts,
      (name) => `::part(${name})`,
    ),
  };
}

function webTypes(elements: readonly ElementParts[], version: string): object {
  const plain = (parts: readonly NamedPart[]) => parts.map((part) => ({ name: part.name, description: says(part) }));
  return {
    $schema: 'https://raw.githubusercontent.com/JetBrains/web-types/master/schema/web-types.json',
    name: 'ticklane',
    version,
    'description-markup': 'markdown',
    'js-types-syntax': 'typescript',
    contributions: {
      html: {
        elements: elements.map((element) => ({
          name: element.tagName,
          description: oneLine(element.summary),
          attributes: element.attributes.map((attribute) => ({
            name: attribute.name,
            description: says(attribute),
            default: attribute.default?.replace(/^'(.*)'$/, '$1'),
            required: false,
            value: { type: attribute.type?.text },
          })),
          slots: plain(element.slots),
          js: {
            properties: element.members
              .filter(({ kind }) => kind === 'field')
              .map((member) => ({ name: member.name, description: says(member), type: member.type?.text })),
            events: element.events.map((event) => ({
              name: event.name,
              description: says(event),
              type: event.type?.text,
            })),
          },
          css: {
            properties: element.cssProperties.map((property) => ({
              name: property.name,
              description: says(property),
              default: property.default,
            })),
            parts: plain(element.cssParts),
            'pseudo-classes': element.cssStates.map((state) => ({
              name: `state(${state.name})`,
              description: says(state),
            })),
          },
        })),
      },
    },
  };
}

/** Writes the files into a folder that is there. */
export function writeEditorFiles(folder: string): void {
  const read = (file: string) => readFileSync(path.join(ROOT, file), 'utf8');
  const elements = elementsOf(read('custom-elements.json'));
  const files = {
    'vscode.html-custom-data.json': htmlData(elements),
    'vscode.css-custom-data.json': cssData(elements),
    'web-types.json': webTypes(elements, JSON.parse(read('package.json')).version),
  };
  for (const [name, content] of Object.entries(files)) {
    writeFileSync(path.join(ROOT, folder, name), `${JSON.stringify(content, null, 2)}\n`);
  }
}
