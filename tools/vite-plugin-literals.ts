/**
 * Build plugin: takes out of `css` and `html` templates what is there for the reader of the source. In html, a line break and the blanks
 * beside it are layout of the source, as in JSX; blanks within a line are text. Not for dev and tests, which show the source.
 */
import path from 'node:path';
import { type Plugin, parseSync, Visitor } from 'vite';
import { ROOT } from './files.ts';

/** Styles without comments, indents and last semicolons. Not for text in quotes that holds braces, commas or two blanks. */
export function shortenCss(text: string): string {
  return text
    .replace(/\/\*[\s\S]*?\*\//g, '')
    .replace(/\s+/g, ' ')
    .replace(/ ?([{};,>]) ?/g, '$1')
    .replace(/([\w-]): /g, '$1:')
    .replace(/;}/g, '}')
    .replace(/\b0\.(?=\d)/g, '.')
    .trim();
}

/** A piece of a template, from one expression to the next. */
export function shortenHtml(text: string): string {
  return text.replace(/\s*\n\s*(?=[<>]|$)|(?<=>|^)\s*\n\s*/g, '').replace(/\s*\n\s*/g, ' ');
}

const SHORTEN = new Map([
  ['css', shortenCss],
  ['html', shortenHtml],
]);

/** The source with its templates shortened. */
export function shortenLiterals(file: string, source: string): string {
  if (!/\b(css|html)`/.test(source)) return source;
  const pieces: { readonly start: number; readonly end: number; readonly text: string }[] = [];
  new Visitor({
    TaggedTemplateExpression({ tag, quasi }) {
      const shorten = tag.type === 'Identifier' && SHORTEN.get(tag.name);
      if (!shorten) return;
      quasi.quasis.forEach(({ value }, index) => {
        const start = source.indexOf(value.raw, quasi.expressions[index - 1]?.end ?? quasi.start + 1);
        pieces.push({ start, end: start + value.raw.length, text: shorten(value.raw) });
      });
    },
  }).visit(parseSync(file, source).program);
  return pieces
    .sort((a, b) => b.start - a.start)
    .reduce((text, { start, end, text: piece }) => text.slice(0, start) + piece + text.slice(end), source);
}

/** See above. */
export function literals(): Plugin {
  return {
    name: 'ticklane:literals',
    apply: 'build',
    enforce: 'pre',
    transform(code, id) {
      if (!id.startsWith(path.join(ROOT, 'src')) || !id.endsWith('.ts')) return undefined;
      const short = shortenLiterals(id, code);
      return short === code ? undefined : { code: short, map: null };
    },
  };
}
