/** A text of docs/ as the catalog shows it: its links lead to pages of the catalog, and its notes to tests are left out. */

/** Code between fences, whose brackets are no links. */
const FENCED = /(^```[\s\S]*?^```)/m;
const LINK = /(!?)\[((?:[^[\]]|\[[^\]]*\])*)\]\(([^()\s]+)\)/g;
const NOTE = /<!--[\s\S]*?-->\n*/g;
const SOURCE = /(src|srcset)="([^"]+)"/g;

/** An address that is no file of the repository. */
const isElsewhere = (target: string): boolean => /^([a-z]+:|#)/.test(target);

/** Where the catalog has a file that a text leads to: those of docs/ in the top folder, others as in the repository. */
function placeOf(target: string, file: string): string {
  const { pathname, hash } = new URL(target, `https://example.test/docs/${file}`);
  return pathname.replace(/^\/(docs\/)?/, '') + hash;
}

/**
 * `file`: the text's own name below docs/; `ids`: the catalog's page of each. Links to files that the catalog does not have are left as plain words,
 * and pictures are taken from beside the page.
 */
export function guideText(text: string, file: string, ids: Readonly<Record<string, string>>): string {
  const linked = (whole: string, picture: string, words: string, target: string): string => {
    if (isElsewhere(target)) return whole;
    const [name = '', hash] = placeOf(target, file).split('#');
    if (picture) return `![${words}](./${name})`;
    const id = ids[name];
    return id ? `[${words}](?path=/docs/${id}${hash ? `#${hash}` : ''})` : words;
  };
  return text
    .split(new RegExp(FENCED, 'gm'))
    .map((part) =>
      part.startsWith('```')
        ? part
        : part
            .replace(NOTE, '')
            .replace(LINK, linked)
            .replace(SOURCE, (whole, name: string, target: string) =>
              isElsewhere(target) ? whole : `${name}="./${placeOf(target, file)}"`,
            ),
    )
    .join('');
}
