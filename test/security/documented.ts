/** Policies and tags out of docs/security.md, as they stand there. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { ROOT } from '../../tools/files.ts';

const TEXT = readFileSync(path.join(ROOT, 'docs/security.md'), 'utf8');

/** A policy of the document, with hosts of a test in the places of its examples. */
export function documented(name: string, hosts: Readonly<Record<string, string>> = {}): string {
  const [, policy = ''] = new RegExp(`<!-- policy: ${name} -->\\s+\`\`\`\\n(.*?)\\n\`\`\``, 's').exec(TEXT) ?? [];
  assert.match(policy, /^default-src 'none';\n/, `the policy "${name}" in docs/security.md`);
  return Object.entries(hosts).reduce(
    (text, [example, host]) => {
      assert.ok(text.includes(example), `${name} names ${example}`);
      return text.replace(example, host);
    },
    policy.replace(/\s+/g, ' '),
  );
}

/** What the document has a page write. */
export function documentedText(pattern: RegExp): string {
  const [text] = pattern.exec(TEXT) ?? [];
  assert.ok(text, `${pattern} in docs/security.md`);
  return text;
}
