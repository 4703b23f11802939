/** The package as npm would install it, from what `npm pack` makes of the folder: no registry is asked. */
import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, readFile, rm, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { TestContext } from 'node:test';
import { promisify } from 'node:util';
import { ROOT } from '../../tools/files.ts';

const run = promisify(execFile);

/** What package.json says of the package. */
export interface PackageFile {
  readonly name: string;
  readonly bin: Readonly<Record<string, string>>;
  readonly exports: Readonly<Record<string, string | { readonly types: string; readonly default: string }>>;
  readonly dependencies: Readonly<Record<string, string>>;
}

/** A folder of one's own with the package installed in it, and nothing else. */
export class Installed {
  readonly folder: string;
  readonly file: PackageFile;

  private constructor(folder: string, file: PackageFile) {
    this.folder = folder;
    this.file = file;
  }

  /** Packs, unpacks, and links programs as npm does. It is there for as long as the test takes, or until `remove`. */
  static async make(test?: TestContext): Promise<Installed> {
    const folder = await mkdtemp(path.join(tmpdir(), 'ticklane-'));
    test?.after(() => rm(folder, { recursive: true }));
    const { stdout } = await run('npm', ['pack', '--silent', '--offline', '--pack-destination', folder], { cwd: ROOT });
    const place = path.join(folder, 'node_modules/ticklane');
    await mkdir(place, { recursive: true });
    await run('tar', ['-xzf', path.join(folder, stdout.trim()), '--strip-components=1', '-C', place]);
    const file: PackageFile = JSON.parse(await readFile(path.join(place, 'package.json'), 'utf8'));
    const bin = path.join(folder, 'node_modules/.bin');
    await mkdir(bin);
    for (const [name, target] of Object.entries(file.bin))
      await symlink(path.join('../ticklane', target), path.join(bin, name));
    return new Installed(folder, file);
  }

  /** Where a file of the package is. */
  path(name: string): string {
    return path.join(this.folder, 'node_modules/ticklane', name);
  }

  /** Puts packages beside it, those of the clone. */
  async add(...names: readonly string[]): Promise<void> {
    for (const name of names) {
      const place = path.join(this.folder, 'node_modules', name);
      await mkdir(path.dirname(place), { recursive: true });
      await symlink(path.join(ROOT, 'node_modules', name), place);
    }
  }

  async remove(): Promise<void> {
    await rm(this.folder, { recursive: true });
  }
}
