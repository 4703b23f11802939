/** Code of the documents, as it stands there, to be run by tests. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { ROOT } from '../../tools/files.ts';

/** The block of code behind `<!-- mark -->` in a document. */
export function marked(document: string, mark: string): string {
  const text = readFileSync(path.join(ROOT, document), 'utf8');
  const [, code = ''] = new RegExp(`<!-- ${mark} -->\\s+\`\`\`\\w+\\n(.*?)\`\`\``, 's').exec(text) ?? [];
  assert.ok(code, `<!-- ${mark} --> in ${document}`);
  return code;
}

/** The same with words replaced, each of which must be there: what the network has is served by the test. */
export function markedWith(document: string, mark: string, words: Readonly<Record<string, string>>): string {
  return Object.entries(words).reduce(
    (code, [word, other]) => {
      assert.ok(code.includes(word), `${word} in <!-- ${mark} --> of ${document}`);
      return code.replaceAll(word, other);
    },
    marked(document, mark),
  );
}
