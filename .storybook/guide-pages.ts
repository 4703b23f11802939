/**
 * The pages of the catalog's guide: one for each text of docs/ and its rooms, so that nothing is written twice. A text that comes is a page, and one
 * that goes is none.
 */
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { toId } from 'storybook/internal/csf';

const DOCS = fileURLToPath(new URL('../docs/', import.meta.url));
/** Storybook reads its pages from files: these are made at its start, and are not kept in git. */
const PAGES = fileURLToPath(new URL('./pages/', import.meta.url));

/** The texts that a newcomer reads, in that order; all others come after them. */
const FIRST = [
  'README',
  'getting-started',
  'elements',
  'feeds',
  'indicators',
  'theming',
  'isolation',
  'performance',
  'frameworks',
  'internationalization',
  'accessibility',
  'security',
  'troubleshooting',
];

/** A text of docs/, and where the catalog has it. */
interface GuidePage {
  /** Below docs/, such as `isolation.md`. */
  readonly file: string;
  /** With its room: `Guide/Isolation`. */
  readonly title: string;
  readonly id: string;
}

function pageOf(file: string, room: string): GuidePage {
  const text = readFileSync(path.join(DOCS, file), 'utf8');
  const heading = /^# (.+)$/m.exec(text)?.[1] ?? path.basename(file, '.md');
  const title = `${room}/${heading.replace(/[`<>]/g, '').replaceAll('/', ' ')}`;
  return { file, title, id: toId(title, 'docs') };
}

function textsIn(folder: string): string[] {
  const files = readdirSync(path.join(DOCS, folder), { withFileTypes: true });
  return files
    .filter((file) => file.isFile() && file.name.endsWith('.md'))
    .map(({ name }) => path.posix.join(folder, name));
}

/** Folders of docs/, and what the sidebar calls them. */
const ROOMS = { '': 'Guide', migration: 'Migration', api: 'Reference' };

/** Every page, in the order of the sidebar. */
function listPages(): GuidePage[] {
  const rank = (file: string) => {
    const at = FIRST.indexOf(path.basename(file, '.md'));
    return at < 0 ? FIRST.length : at;
  };
  return Object.entries(ROOMS)
    .filter(([folder]) => existsSync(path.join(DOCS, folder)))
    .flatMap(([folder, room]) => {
      const files = textsIn(folder).sort((one, other) => rank(one) - rank(other) || (one < other ? -1 : 1));
      return files.map((file) => pageOf(file, room));
    });
}

/** The page's code: its text is read when the page is shown. */
function codeOf({ file, title }: GuidePage, pages: readonly GuidePage[]): string {
  const ids = Object.fromEntries(pages.map((page) => [page.file, page.id]));
  return `import { Markdown, Meta } from '@storybook/addon-docs/blocks';
import { guideText } from '../guide-text.ts';
import text from '../../docs/${file}?raw';

<Meta title=${JSON.stringify(title)} />

<Markdown>{guideText(text, ${JSON.stringify(file)}, ${JSON.stringify(ids)})}</Markdown>
`;
}

/** Makes the files of all pages anew. The sidebar has them in the order of their names. */
export function writeGuidePages(): void {
  const pages = listPages();
  rmSync(PAGES, { recursive: true, force: true });
  mkdirSync(PAGES, { recursive: true });
  for (const [at, page] of pages.entries()) {
    const name = `${String(at).padStart(2, '0')}-${page.file.replaceAll('/', '-').slice(0, -3)}.mdx`;
    writeFileSync(path.join(PAGES, name), codeOf(page, pages));
  }
}
