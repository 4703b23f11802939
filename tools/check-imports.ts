/**
 * Checks the import rules of `src/`: which room may import which, which packages, and where workers are made. Feed and widgets meet
 * only in memory; a rule that is not checked would not hold for long.
 */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { parseSync, Visitor } from 'vite';
import { listFiles, ROOT } from './files.ts';
import { isMain } from './main.ts';

interface Room {
  /** Other rooms that it may import. */
  readonly rooms: readonly string[];
  readonly packages?: readonly string[];
}

/** By their folders. */
export const ROOMS: Readonly<Record<string, Room>> = {
  memory: { rooms: [] },
  market: { rooms: [] },
  frame: { rooms: [] },
  assets: { rooms: [] },
  isolation: { rooms: ['assets'] },
  remote: { rooms: [], packages: ['comlink'] },
  kernels: { rooms: ['memory', 'assets'] },
  indicators: { rooms: ['memory', 'market', 'kernels', 'assets'] },
  table: { rooms: ['memory', 'market', 'kernels'] },
  feed: { rooms: ['memory', 'market', 'kernels', 'table', 'remote', 'assets'], packages: ['comlink'] },
  transports: { rooms: ['feed', 'assets'] },
  runtime: { rooms: ['memory', 'kernels', 'remote', 'assets'], packages: ['comlink'] },
  paint: { rooms: ['memory', 'market', 'assets'] },
  elements: {
    rooms: ['memory', 'market', 'kernels', 'indicators', 'table', 'feed', 'runtime', 'frame', 'paint'],
    packages: ['lit', 'comlink'],
  },
  locales: { rooms: ['elements'] },
  bindings: { rooms: ['elements', 'feed', 'market'], packages: ['react', 'vue', '@angular/core', 'lit', 'svelte'] },
};

/** Files that bring a package along which their room does without: pages import them by themselves. */
const BROUGHT_ALONG: readonly (readonly [file: RegExp, packages: RegExp])[] = [
  [/^src\/feed\/transports\/(nats|broker)\.ts$/, /^@nats-io\//],
  [/^src\/feed\/transports\/(mqtt|broker)\.ts$/, /^mqtt$/],
];

/** What elements must reach through the feed client and the hosts only. */
const BEHIND_THE_CLIENT = /\.worker\.ts$|^src\/feed\/(codecs|transports)\/|^src\/feed\/codec\.ts$/;

/** Of what bindings name types only: it would load elements with them, or register these. */
const TYPES_FOR_BINDINGS = /^src\/(feed|market)\/|^src\/elements\/([\w-]+)\/(\2|define)\.ts$/;

/** The modules that start workers. */
const STARTS_WORKERS =
  /^src\/(feed\/(client|spawn)[\w.-]*\.ts|indicators\/(series-thread|spawn)[\w.-]*\.ts|runtime\/|paint\/)/;

/** One broken rule. */
export interface Violation {
  readonly file: string;
  readonly line: number;
  readonly reason: string;
}

/** Checks one source file. `file` is relative to the repository: `src/feed/client.ts`. */
export function checkImports(file: string, source: string): Violation[] {
  const { program, module } = parseSync(file, source);
  const violations: Violation[] = [];
  const report = (index: number, reason: string) => {
    violations.push({ file, line: source.slice(0, index).split('\n').length, reason });
  };
  const check = (specifier: string, index: number, entries: readonly { readonly isType: boolean }[] = []) => {
    const typesOnly = entries.length > 0 && entries.every(({ isType }) => isType);
    const reason = whyNot(file, specifier, typesOnly);
    if (reason) report(index, reason);
  };

  for (const one of module.staticImports) check(one.moduleRequest.value, one.start, one.entries);
  for (const one of module.staticExports) {
    const request = one.entries.find((entry) => entry.moduleRequest)?.moduleRequest;
    if (request) check(request.value, one.start, one.entries);
  }
  for (const { moduleRequest } of module.dynamicImports) {
    const literal = /^(['"`])(.*)\1$/.exec(source.slice(moduleRequest.start, moduleRequest.end))?.[2];
    if (literal) check(literal, moduleRequest.start);
  }
  if (!STARTS_WORKERS.test(file)) {
    new Visitor({
      NewExpression({ callee, start }) {
        const name = callee.type === 'MemberExpression' ? callee.property : callee;
        const named = name.type === 'Identifier' && ['Worker', 'SharedWorker'].includes(name.name);
        if (named)
          report(start, 'workers are started by the feed client, the hosts, the pool for arrays and the painter only');
      },
    }).visit(program);
  }
  return violations;
}

/** Why `file` must not import `specifier`, or only types of it; undefined where it may. */
function whyNot(file: string, specifier: string, typesOnly: boolean): string | undefined {
  const room = roomOf(file);
  const rules = room === undefined ? undefined : ROOMS[room];
  if (room !== undefined && !rules) return `src/${room}/ is no room: add it to the import rules`;
  if (!specifier.startsWith('.')) {
    const name = /^(@[^/]+\/)?[^/]+/.exec(specifier)?.[0] ?? specifier;
    if (!rules || rules.packages?.includes(name)) return undefined;
    if (BROUGHT_ALONG.some(([files, packages]) => files.test(file) && packages.test(name))) return undefined;
    return `${room} must not import the package ${name}`;
  }
  const [place = ''] = specifier.split('?');
  const target = path.posix.join(path.posix.dirname(file), place).replace(/\.js$/, '.ts');
  if (target.startsWith('wat/')) {
    return room === 'kernels' ? undefined : 'only kernels import .wat files: use the typed face in src/kernels/';
  }
  if (!target.startsWith('src/')) return `src/ must not import ${target}`;
  if (!specifier.includes('?') && !place.endsWith('.js')) return `write ${specifier} with the suffix .js`;
  if (!rules) return undefined;
  const other = roomOf(target);
  if (other === undefined) return `${room} must not import ${target}`;
  if (room === 'bindings' && !typesOnly && TYPES_FOR_BINDINGS.test(target))
    return `bindings take only types of ${target}`;
  if (room === 'elements' && BEHIND_THE_CLIENT.test(target)) return `elements must not import ${target}`;
  if (other !== room && !rules.rooms.includes(other)) return `${room} must not import ${other}`;
  return undefined;
}

/** The room of a file; undefined for the entries directly in `src/`. */
function roomOf(file: string): string | undefined {
  const [, room, rest] = file.split('/');
  return rest === undefined ? undefined : room;
}

/** Checks all of `src/`. */
export function checkAllImports(): { files: number; violations: Violation[] } {
  const files = listFiles('src', /(?<!\.d)\.ts$/);
  const violations = files.flatMap((file) => checkImports(file, readFileSync(path.join(ROOT, file), 'utf8')));
  return { files: files.length, violations };
}

if (isMain(import.meta.url)) {
  const { files, violations } = checkAllImports();
  for (const { file, line, reason } of violations) console.error(`${file}:${line}: ${reason}`);
  console.log(`import rules: ${files} files, ${violations.length} violations`);
  if (violations.length > 0) process.exitCode = 1;
}
