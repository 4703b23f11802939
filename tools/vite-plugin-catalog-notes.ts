/**
 * Build plugin: leaves what only documentation reads (titles, summaries, formulas, sources, meanings) out of the catalog of indicators.
 * For builds whose page cannot ask for it; `ticklane/indicators` keeps it.
 */
import path from 'node:path';
import { type Plugin, parseSync, Visitor } from 'vite';
import { ROOT } from './files.ts';

const CATALOG = path.join(ROOT, 'src/indicators/catalog/');
const NOTES: ReadonlySet<string> = new Set(['title', 'summary', 'formula', 'source', 'flat', 'meaning']);

/** The source without the properties of object literals that are notes. */
export function dropNotes(file: string, source: string): string {
  const places: { readonly start: number; readonly end: number }[] = [];
  new Visitor({
    ObjectExpression({ properties }) {
      for (const property of properties) {
        if (property.type !== 'Property' || property.computed || property.shorthand) continue;
        if (property.key.type !== 'Identifier' || !NOTES.has(property.key.name)) continue;
        const comma = /^\s*,/.exec(source.slice(property.end))?.[0].length ?? 0;
        places.push({ start: property.start, end: property.end + comma });
      }
    },
  }).visit(parseSync(file, source).program);
  return places
    .sort((a, b) => b.start - a.start)
    .reduce((text, { start, end }) => text.slice(0, start) + text.slice(end), source);
}

export function catalogNotes(): Plugin {
  return {
    name: 'ticklane:catalog-notes',
    apply: 'build',
    transform(code, id) {
      if (!id.startsWith(CATALOG)) return undefined;
      return { code: dropNotes(id, code), map: null };
    },
  };
}
