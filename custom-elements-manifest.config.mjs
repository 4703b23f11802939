/** What the manifest is made from; `npm run manifest` runs the analyzer with this and writes custom-elements.json. */
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

const SOURCES = 'src/elements';
const TOKENS = `${SOURCES}/shared/tokens.ts`;

const isPublic = (member) => !member.privacy && !member.name?.startsWith('#') && !member.static;
const byName = (a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0);

const read = (file) => readFileSync(file, 'utf8');

function sources(folder) {
  return readdirSync(folder, { recursive: true })
    .filter((name) => name.endsWith('.ts'))
    .map((name) => path.join(folder, name));
}

/** Named unions of texts, such as `type BoardVariant = 'grid' | 'tiles'`, by their names. */
function namedUnions() {
  const unions = new Map();
  for (const file of sources('src')) {
    for (const [, name, union] of read(file).matchAll(/^export type (\w+) =\s*\|?((?:\s*'[^'\n]*'\s*\|?)+);$/gm)) {
      unions.set(name, union.replace(/\s+/g, ' ').trim());
    }
  }
  return unions;
}

/** Writes a type's unions out: whoever reads the manifest cannot look them up. */
function spellOut(type, unions) {
  if (type) type.text = type.text.replace(/\b[A-Z]\w+\b/g, (name) => unions.get(name) ?? name);
}

/** The public name of a private custom property of all elements: `--_accent` is `--ticklane-accent-color`. */
function publicName(name) {
  return new RegExp(`${name}: (?:var\\(|\\$\\{colour\\(')(--ticklane-[\\w-]+)`).exec(read(TOKENS))?.[1] ?? name;
}

/** What stands in for a custom property that nobody has set, as the element's own styles say, or those of all elements; not what a variant decides. */
function fallbackOf(name, folder) {
  for (const file of [...sources(folder), TOKENS]) {
    const text = read(file);
    const start = text.indexOf(`var(${name}, `);
    if (start < 0) continue;
    const from = start + `var(${name}, `.length;
    let to = from;
    for (let depth = 1; to < text.length; to++) {
      depth += text[to] === '(' ? 1 : text[to] === ')' ? -1 : 0;
      if (depth === 0) break;
    }
    const fallback = text.slice(from, to).replace(/--_[\w-]+/g, publicName);
    return fallback.includes('--_') ? undefined : fallback;
  }
  return undefined;
}

/** A custom property with what stands in for it; after a colour that follows the scheme its pair, one for each scheme. */
function withPair(property, folder) {
  const colour = new RegExp(`colour\\('${property.name}', '(#\\w+)', '(#\\w+)'\\)`).exec(read(TOKENS));
  if (!colour) return [{ ...property, default: fallbackOf(property.name, folder) ?? property.default }];
  const [, light, dark] = colour;
  const one = (scheme, value) => {
    const description = `\`${property.name}\` in the ${scheme} scheme.`;
    return { description, name: `${property.name}-${scheme}`, default: value };
  };
  return [{ ...property, default: `light-dark(${light}, ${dark})` }, one('light', light), one('dark', dark)];
}

/**
 * Leaves out what users of the elements cannot use, says in full what they can, and sorts, so that the file changes only where the elements do.
 * Attributes keep the order of their declaration, which is the one of the documentation.
 */
const publicMembers = {
  name: 'ticklane-public-members',
  packageLinkPhase({ customElementsManifest }) {
    const unions = namedUnions();
    for (const module of customElementsManifest.modules) {
      for (const declaration of module.declarations ?? []) {
        declaration.members = declaration.members?.filter(isPublic);
        const fields = new Set(declaration.members?.map(({ name }) => name));
        declaration.attributes = declaration.attributes?.filter(({ fieldName, description }) => {
          return fieldName === undefined ? description : fields.has(fieldName);
        });
        // the analyzer sees where events are made, too, and takes a guess at their names
        declaration.events = declaration.events?.filter(({ description, type }) => {
          return (
            description || !declaration.events.some((other) => other.description && other.type?.text === type?.text)
          );
        });
        for (const one of [...(declaration.members ?? []), ...(declaration.attributes ?? [])]) {
          spellOut(one.type, unions);
          // an object that is taken apart has no name of its own
          for (const parameter of one.parameters ?? []) if (parameter.name.startsWith('{')) parameter.name = 'options';
        }
        const folder = path.dirname(module.path);
        declaration.cssProperties = declaration.cssProperties?.flatMap((property) => withPair(property, folder));
        for (const list of ['events', 'slots', 'cssParts', 'cssProperties', 'cssStates'])
          declaration[list]?.sort(byName);
      }
      module.declarations = module.declarations?.filter(({ customElement }) => customElement);
      module.exports = module.exports?.filter(({ kind, declaration }) => {
        return (
          kind === 'custom-element-definition' || module.declarations.some(({ name }) => name === declaration.name)
        );
      });
    }
    customElementsManifest.modules = customElementsManifest.modules
      .filter(({ declarations, exports }) => declarations?.length || exports?.length)
      .sort((a, b) => (a.path < b.path ? -1 : 1));
  },
};

export default {
  globs: [`${SOURCES}/**/*.ts`],
  exclude: ['**/*.worker.ts', '**/*.inline.ts', '**/*.d.ts', `${SOURCES}/shared/**`],
  litelement: true,
  packagejson: false,
  plugins: [publicMembers],
};
