/**
 * Build plugin: `import source from './series.worker.ts?text'` gives a module's whole code as text, without imports: for threads that are
 * started from a `data:` URL in Node and from a blob in a page, and for code that a running worker imports from a blob. `import address from
 * './kernel.worker.ts?blob'` gives a function that makes that blob, once, and returns its address.
 */
import { build, type InlineConfig, type Plugin } from 'vite';

const QUERY = /\.ts\?(text|blob)$/;

const BLOB = `let url;
export default () => (url ??= URL.createObjectURL(new Blob([text], { type: 'text/javascript' })));`;

/** The code of a module and of everything that it imports, as one module without imports. `config` builds it: plugins and target. */
export async function moduleText(file: string, config: InlineConfig): Promise<string> {
  const result = await build({
    ...config,
    build: {
      ...config.build,
      write: false,
      modulePreload: false,
      rolldownOptions: {
        input: file,
        preserveEntrySignatures: 'strict',
        output: { format: 'es', codeSplitting: false },
      },
    },
  });
  const chunk = 'output' in result ? result.output[0] : undefined;
  if (!chunk || chunk.imports.length > 0) throw new Error(`${file}: expected one module without imports`);
  return chunk.code.trim();
}

/** `config` builds what is imported as text. */
export function workerText(config: () => InlineConfig): Plugin {
  return {
    name: 'ticklane:worker-text',
    enforce: 'pre',
    async load(id) {
      const kind = QUERY.exec(id)?.[1];
      if (!kind) return undefined;
      const file = id.replace(/\?\w+$/, '');
      this.addWatchFile(file);
      const text = JSON.stringify(await moduleText(file, config()));
      return {
        code: kind === 'text' ? `export default ${text};` : `const text = ${text};\n${BLOB}`,
        moduleType: 'js',
        moduleSideEffects: false,
      };
    },
  };
}
