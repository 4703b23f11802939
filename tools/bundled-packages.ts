/** Which packages' code is inside what is built: their licences want to be passed on with it. */
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { Plugin } from 'vite';

const PACKAGE = /^.*\/node_modules\/(?:@[^/]+\/)?[^/]+(?=\/)/;
const LICENCE = /^(licen[cs]e|notice)(\.|-|$)/i;

/** Watches builds, and writes down what they took. */
export class BundledPackages {
  readonly #folders = new Set<string>();

  /** One for each build. */
  plugin(): Plugin {
    return {
      name: 'ticklane:bundled-packages',
      generateBundle: (_options, bundle) => {
        for (const file of Object.values(bundle)) {
          if (file.type !== 'chunk') continue;
          for (const [id, { renderedLength }] of Object.entries(file.modules)) {
            const folder = renderedLength > 0 && PACKAGE.exec(id.replaceAll('\\', '/').replace(/^\0/, ''))?.[0];
            if (folder) this.#folders.add(folder);
          }
        }
      },
    };
  }

  /** Names, versions and licences in full, for people. Throws where a package has none. */
  text(): string {
    const parts = [...this.#folders].map((folder) => {
      const { name, version, license }: Record<string, string> = JSON.parse(
        readFileSync(path.join(folder, 'package.json'), 'utf8'),
      );
      const texts = readdirSync(folder).filter((file) => LICENCE.test(file));
      if (!license && texts.length === 0) throw new Error(`${name} does not say under which licence it is`);
      const words = texts.map((file) => `\n${readFileSync(path.join(folder, file), 'utf8').trim()}\n`);
      return `## ${name} ${version} (${license})\n${words.join('')}`;
    });
    return ['# What is inside, and under which licences\n', ...new Set(parts.sort())].join('\n');
  }
}
